"""Lists that were read become registrations, part by part, by the same rules as every other."""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event
from events.vietnamese import names
from events.vietnamese.namesakes import Namesakes, same_text
from registrations.errors import (
    AlreadyInvited,
    AlreadyRegistered,
    RegistrationError,
    if_namesake,
)
from registrations.importing import Listing, Outcome, Row
from registrations.models import Registration
from registrations.services.bulk_queue import BulkQueue
from registrations.services.identity import Delegate
from registrations.services.invitations import invite
from registrations.services.locking import lock
from registrations.services.origins import ImportedList
from registrations.services.registration import register

PART = 100  # rows under one lock: delegates who register meanwhile wait for that long

# what an invitation calls as the list does
INVITED = ("organisation", "honorific", "name", "position")

Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


def check_against(event: Event, listing: Listing) -> None:
    """Mark who is registered, or invited, already; nothing is written."""
    known: Namesakes[str] = Namesakes()
    for name, body, position in _known(event, listing.kind):
        known.add(position, *_said(name, body, position))
    today = timezone.localdate().isoformat()
    for row in listing.entries():
        value = row.value
        same = known.find(*_said(value["name"], value["organisation"], value["position"]))
        if same is not None:  # the position of who is known
            row.skip(_already())
            if same and value["position"] and not same_text(same, value["position"]):
                row.messages.append(if_namesake(value["name"]))
        elif (row.value.get("deadline") or today) < today:
            row.skip(_("The day to answer by has passed already."), Outcome.WARNING)
        elif (row.value.get("deadline") or "") > event.last_day().isoformat():
            row.skip(_("The day to answer by is after the ceremony."), Outcome.WARNING)


def _said(name: str, body: str, position: str) -> tuple[str, ...]:
    """Return what makes an entry the same: where nobody is named, the position does."""
    return (name, body) if name else ("", body, position)


def _known(event: Event, kind: str) -> Iterable[tuple[str, str, str]]:
    rows: Any = event.invitations.all()
    if kind == "delegates":
        rows = Registration.objects.active().filter(event=event)
    return rows.values_list("name", "organisation", "position").iterator()


def import_list(
    event: Event,
    listing: Listing,
    progress: Progress | None = None,
    *,
    silently: bool = False,
    deadline: datetime.date | None = None,
) -> Listing:
    """Register or invite whom the list names; what became of each row is told in it.

    Rows with errors are left out. Delegates get their letters, unless `silently`; `deadline` is
    for invitations whose row has none. Written part by part: a list that was broken off is
    imported again, and who is there already is skipped. Raises `RegistrationError`.
    """
    writer = Writer(event, listing.kind, silently=silently, deadline=deadline)
    entries = listing.entries()
    for number, part in enumerate(_parts(entries)):
        with transaction.atomic():
            lock(event.pk)
            writer.write(part)
        if progress:
            progress(min((number + 1) * PART, len(entries)), len(entries))
    return listing


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    return (rows[start : start + PART] for start in range(0, len(rows), PART))


class Writer:
    """Writes entries of a list, each for itself. Needs the lock of the seating."""

    def __init__(
        self,
        event: Event,
        kind: str,
        *,
        silently: bool = False,
        deadline: datetime.date | None = None,
    ) -> None:
        self.event, self.silently, self.deadline = event, silently, deadline
        self.delegations = {one.name: one.pk for one in event.delegations.all()}
        self.queue = BulkQueue()
        self.write_one = self._register if kind == "delegates" else self._invite

    def write(self, rows: Sequence[Row]) -> None:
        """Write the rows; mark those that cannot be written, with the reason."""
        self.queue = BulkQueue()
        for row in rows:
            try:
                with transaction.atomic():
                    self.write_one(row.value)
            except (AlreadyRegistered, AlreadyInvited):
                row.skip(_already())
            except RegistrationError as error:
                row.skip(str(error), Outcome.ERROR)
            except (DataError, IntegrityError, ValueError) as error:
                # one odd line must not keep thousands out
                log.warning("A line of a list cannot be written: %s", type(error).__name__)
                row.skip(_("This line cannot be saved. Please enter it by hand."), Outcome.ERROR)
            if not row.is_entry:
                self.queue = BulkQueue()  # what was taken back may have stood in it

    def _delegation(self, value: dict[str, Any]) -> int | None:
        return self.delegations.get(value["delegation"])

    def _register(self, value: dict[str, Any]) -> None:
        fields = ("name", "organisation", "position", "honorific", "phone", "email")
        register(
            event=self.event,
            delegate=Delegate(
                delegation_id=self._delegation(value), **{name: value[name] for name in fields}
            ),
            origin=ImportedList(queue=self.queue, silently=self.silently, note=value["note"]),
        )

    def _invite(self, value: dict[str, Any]) -> None:
        body = names.fold(value["organisation"])
        for other in self.event.invitations.filter(organisation_search=body):
            if (
                same_text(other.organisation, value["organisation"])
                and same_text(other.name, value["name"])
                and (value["name"] or same_text(other.position, value["position"]))
            ):
                raise AlreadyInvited
        day = value.get("deadline")
        invite(
            event=self.event,
            delegation_id=self._delegation(value),
            quota=value["places"] or 1,
            deadline=datetime.date.fromisoformat(day) if day else self.deadline,
            contact_name=value.get("contact_name", ""),
            contact_phone=value.get("contact_phone") or value["phone"],
            contact_email=value.get("contact_email") or value["email"],
            note=value["note"],
            **{name: value[name] for name in INVITED},
        )


def _already() -> str:
    return _("On the list of this ceremony already; nothing is changed.")
