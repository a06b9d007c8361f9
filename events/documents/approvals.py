"""What stands between a draft and its number: presented (trình), approved (duyệt) or returned.

A decision is about words. What is presented, approved and issued is compared by them, so nobody
approves, or issues by an approval, what was altered meanwhile.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.documents import obstacles, wording
from events.documents.errors import (
    ChangedSincePresented,
    DecidedAlready,
    NotApproved,
    NotIssued,
    NotReady,
    PresentedAlready,
)
from events.documents.kinds import KINDS, Kind
from events.documents.paper import Draft
from events.models import Event, OfficialDocument, Submission
from events.permissions import may_approve

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Decision = Submission.Decision


@dataclass(frozen=True)
class Standing:
    """How far a paper has come; `has_changed` when it says something else by now."""

    submission: Submission | None = None
    has_changed: bool = False

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.submission is not None and not self.submission.decision

    @property
    def is_approved(self) -> bool:
        """Whether it may be issued as it stands."""
        found = self.submission
        return bool(found and found.decision == Decision.APPROVED and not self.has_changed)


def standing(kind: Kind, event: Event, key: int, draft: Draft) -> Standing:
    """Return how far a paper has come that is not issued in these words."""
    rows = Submission.objects.of(kind.name, event, key).filter(document__isnull=True)
    newest = rows.select_related("presented_by", "decided_by").first()
    if newest is None:
        return Standing()
    return Standing(newest, newest.words_sha256 != words_of(draft))


def words_of(draft: Draft) -> str:
    """Return what tells the words of a draft, with its annexes, from others."""
    return wording.whole_digest(draft.html())


def present(kind: Kind, event: Event, key: int = 0, *, by: "User", remarks: str = "") -> Submission:
    """Present a paper as it stands now. Raises a `RegisterError` or `ObjectDoesNotExist`.

    What waits in other words gives way to it: nobody can approve what is no more.
    """
    if not kind.issued:
        raise NotIssued
    if kind.several and not key:
        raise ObjectDoesNotExist
    draft = kind.draft(event, key)
    if stopping := obstacles.stopping(obstacles.of(draft, timezone.localdate())):
        raise NotReady(stopping)
    words = words_of(draft)
    try:
        with transaction.atomic():
            waiting = Submission.objects.of(kind.name, event, key).waiting()
            waiting.exclude(words_sha256=words).delete()
            return Submission.objects.create(
                event=event,
                kind=kind.name,
                key=key,
                subject=getattr(draft.paper, "subject", "")[:500],
                words_sha256=words,
                presented_by=by,
                remarks=remarks,
            )
    except IntegrityError as error:
        raise PresentedAlready from error


def decide(submission: Submission, decision: str, *, by: "User", remarks: str = "") -> Submission:
    """Approve or return what was presented. Raises a `RegisterError` or `ObjectDoesNotExist`.

    Only what still says what was presented is approved. Of two who decide, the first counts.
    """
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).select_related("event")
        found: Submission = rows.get(pk=submission.pk)
        if found.decision:
            raise DecidedAlready(found)
        if decision == Decision.APPROVED:
            if found.kind not in KINDS:
                raise ObjectDoesNotExist
            draft = KINDS[found.kind].draft(found.event, found.key)
            if words_of(draft) != found.words_sha256:
                raise ChangedSincePresented
        found.decision, found.decision_remarks = decision, remarks
        found.decided_by, found.decided_at = by, timezone.now()
        found.save(update_fields=["decision", "decision_remarks", "decided_by", "decided_at"])
        return found


def approval_of(
    kind: Kind, event: Event, key: int, draft: Draft, by: "User | None"
) -> Submission | None:
    """Return by which approval somebody issues a draft; None for who may approve by himself.

    A command has no user: whoever can run it has the machine. Raises `NotApproved`.
    """
    usable = Submission.objects.of(kind.name, event, key).usable()
    approved = usable.filter(words_sha256=words_of(draft)).first()
    if approved is None and by is not None and not may_approve(by, event):
        raise NotApproved(has_changed=usable.exists())
    return approved


def use(approval: Submission, document: OfficialDocument) -> None:
    """Note by which approval a paper was issued: one approval, one paper. Raises `NotApproved`."""
    if not Submission.objects.filter(pk=approval.pk).usable().update(document=document):
        raise NotApproved
