"""Papers that were presented: to be decided about, or approved and to be issued."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from events.models import Event, Submission
from events.permissions import has_right, may_approve, may_issue


@dataclass(frozen=True, slots=True)
class Approvals:
    """How many wait; 0 of what the user may not do."""

    to_decide: int
    to_issue: int

    def decisions(self) -> Iterator[Decision]:
        """Return both in a sentence each."""
        if self.to_decide:
            text = ngettext(
                "%(count)s paper was presented and waits for approval.",
                "%(count)s papers were presented and wait for approval.",
                self.to_decide,
            )
            href = page("events_submission_changelist", query="decision=waits")
            yield Decision(text % {"count": self.to_decide}, href)
        if self.to_issue:
            text = ngettext(
                "%(count)s paper is approved and to be issued.",
                "%(count)s papers are approved and to be issued.",
                self.to_issue,
            )
            href = page("events_submission_changelist", query="decision=approved")
            yield Decision(text % {"count": self.to_issue}, href)


def read(user: Any, event: Event) -> Approvals | None:
    """Return it in one statement."""
    if not has_right(user, "events.view_submission", event):
        return None
    own = Submission.objects.filter(event=event)
    usable = Count("pk", filter=Q(pk__in=own.usable()))
    counts = own.aggregate(to_decide=Count("pk", filter=Q(decision="")), to_issue=usable)
    return Approvals(
        to_decide=counts["to_decide"] if may_approve(user, event) else 0,
        to_issue=counts["to_issue"] if may_issue(user, event) else 0,
    )
