"""Lists that were confirmed on a page are imported, by a request or by the worker beside it.

Rows and the count of rows are written in one transaction, under the lock of the seating: whoever
goes on after one who died, or works at the same time, begins exactly where the other ended.
"""

import datetime
import logging
from collections.abc import Callable
from contextlib import nullcontext

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import mail
from events.audit.actors import on_behalf_of
from events.database import is_away
from events.models import Sending
from registrations.errors import RegistrationError
from registrations.importing import Listing, Outcome
from registrations.models import ImportDraft
from registrations.services.imports import PART, Writer
from registrations.services.locking import lock

AT_ONCE = 200  # entries that are imported while their user waits for the answer

log = logging.getLogger(__name__)


def confirm(
    draft: ImportDraft, *, silently: bool = False, deadline: datetime.date | None = None
) -> bool:
    """Note that the list is to be imported; return False where another click did so before."""
    total = len(Listing.from_dict(draft.kind, draft.content).entries())
    waiting = ImportDraft.objects.filter(pk=draft.pk, confirmed_at__isnull=True)
    values = {"silently": silently, "deadline": deadline, "total": total, "failure": ""}
    with transaction.atomic():
        if not waiting.update(confirmed_at=timezone.now(), **values):
            return False
        if draft.kind == ImportDraft.Kind.DELEGATES and not silently:
            sending = Sending.objects.create(title=_("Import of a list"), by=draft.user)
            ImportDraft.objects.filter(pk=draft.pk).update(sending=sending)
    return True


def carry_out(draft_id: int, stop: Callable[[], bool] = lambda: False) -> None:
    """Import a confirmed list to its end, or until told to stop.

    Where no row at all can be written, the list is as before the click, with the reason.
    """
    drafts = ImportDraft.objects.under_way().select_related("event", "user")
    found = drafts.filter(pk=draft_id).first()
    if found is None:
        return
    run = _Run(found)
    try:
        with on_behalf_of(found.user):
            while not stop() and run.part():
                pass
    except RegistrationError as error:
        _give_back(draft_id, str(error))
    except Exception as error:
        if is_away(error):
            raise  # the list waits
        log.exception("A list could not be imported")
        text = _("The import broke off because of a fault of the portal. Please try again.")
        _give_back(draft_id, text)


def carry_out_waiting(stop: Callable[[], bool] = lambda: False) -> int:
    """Import all lists that wait, throw old ones away; return how many lists were imported."""
    ImportDraft.objects.outdated().delete()
    count = 0
    while not stop():
        waiting = ImportDraft.objects.fresh().under_way().values_list("pk", flat=True).first()
        if waiting is None:
            break
        carry_out(waiting, stop)
        count += 1
    return count


def stop(draft_id: int) -> None:
    """End an import after the part at hand. What is imported stays; it can be gone on with."""
    ImportDraft.objects.under_way().filter(pk=draft_id).update(confirmed_at=None, failure="")


def _give_back(draft_id: int, reason: str) -> None:
    ImportDraft.objects.filter(pk=draft_id).update(confirmed_at=None, failure=reason)


class _Run:
    """The import of one list, part by part."""

    def __init__(self, draft: ImportDraft) -> None:
        self.pk, self.event = draft.pk, draft.event
        self.listing = Listing.from_dict(draft.kind, draft.content)
        self.entries = [(n, row) for n, row in enumerate(self.listing.rows) if row.is_entry]
        self.writer = Writer(
            draft.event, draft.kind, silently=draft.silently, deadline=draft.deadline
        )

    @transaction.atomic
    def part(self) -> bool:
        """Import the next part; return whether there is more."""
        lock(self.event.pk)
        draft = (
            ImportDraft.objects.under_way()
            .select_for_update()
            .defer("content")
            .filter(pk=self.pk)
            .first()
        )
        if draft is None:  # finished by another, or thrown away
            return False
        part = self.entries[draft.done : draft.done + PART]
        with mail.of_sending(draft.sending_id) if draft.sending_id else nullcontext():
            self.writer.write([row for _n, row in part])
        draft.left += [[n, row.outcome, row.messages[-1]] for n, row in part if not row.is_entry]
        draft.done += len(part)
        draft.worked_at = timezone.now()
        changed = ["left", "done", "worked_at"]
        more = draft.done < draft.total
        if not more:
            self._finish(draft)
            changed += ["finished_at", "content"]
        draft.save(update_fields=changed)
        return more

    def _finish(self, draft: ImportDraft) -> None:
        """Keep what was not imported, and nothing else."""
        draft.finished_at = timezone.now()
        left_out = {n: (outcome, message) for n, outcome, message in draft.left}
        rows = []
        for n, row in enumerate(self.listing.rows):
            if n in left_out and row.is_entry:  # dealt with by another worker
                row.skip(left_out[n][1], Outcome(left_out[n][0]))
            if not row.is_entry:
                rows.append(row)
        draft.content = Listing(
            self.listing.kind, file_messages=self.listing.file_messages, rows=rows
        ).as_dict()
