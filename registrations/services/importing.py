"""Lists that were read become registrations, part by part, by the same rules as every other."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Event
from registrations.errors import AlreadyRegistered, RegistrationError
from registrations.importing import Listing, Outcome, Row
from registrations.models import Registration
from registrations.models.registration import plain
from registrations.services.invitations import invite
from registrations.services.locking import lock
from registrations.services.registering import Delegate, register, same_text

PART = 100  # rows under one lock: delegates who register meanwhile wait for that long

# what an invitation calls as the list does
INVITED = ("organisation", "honorific", "name", "position", "note")

Progress = Callable[[int, int], None]


def check_against(event: Event, listing: Listing) -> None:
    """Mark who is registered, or invited, already; nothing is written."""
    known: dict[str, list[tuple[str, str]]] = {}
    for name, body in _known(event, listing.kind):
        known.setdefault(plain(name), []).append((name, body))
    for row in listing.entries():
        name, body = row.value["name"], row.value["organisation"]
        if any(
            same_text(name, other) and same_text(body, its_body)
            for other, its_body in known.get(plain(name), [])
        ):
            row.skip(_already())


def _known(event: Event, kind: str) -> Iterable[tuple[str, str]]:
    rows: Any = event.invitations.all()
    if kind == "delegates":
        rows = Registration.objects.active().filter(event=event)
    return rows.values_list("name", "organisation").iterator()


def import_list(event: Event, listing: Listing, progress: Progress | None = None) -> Listing:
    """Register or invite whom the list names; what became of each row is told in it.

    Rows with errors are left out. Written part by part: a list that was broken off is imported
    again, and who is there already is skipped. Raises `RegistrationError`.
    """
    write = _register if listing.kind == "delegates" else _invite
    delegations = {one.name: one.pk for one in event.delegations.all()}
    entries = listing.entries()
    for number, part in enumerate(_parts(entries)):
        with transaction.atomic():
            lock(event.pk)
            for row in part:
                try:
                    write(event, row.value, delegations.get(row.value["delegation"]))
                except AlreadyRegistered:
                    row.skip(_already())
                except RegistrationError as error:
                    row.skip(str(error), Outcome.ERROR)
        if progress:
            progress(min((number + 1) * PART, len(entries)), len(entries))
    return listing


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    return (rows[start : start + PART] for start in range(0, len(rows), PART))


def _already() -> str:
    return _("On the list of this ceremony already; nothing is changed.")


def _register(event: Event, value: dict[str, Any], delegation_id: int | None) -> None:
    names = ("name", "organisation", "position", "honorific", "phone", "email")
    delegate = Delegate(delegation_id=delegation_id, **{name: value[name] for name in names})
    made = register(event=event, delegate=delegate, channel=Registration.Channel.OFFICE)
    if value["note"]:
        made.note = value["note"]
        made.save(update_fields=["note"])


def _invite(event: Event, value: dict[str, Any], delegation_id: int | None) -> None:
    invite(
        event=event,
        delegation_id=delegation_id,
        places=value["places"] or 1,
        contact_phone=value["phone"],
        contact_email=value["email"],
        **{name: value[name] for name in INVITED},
    )
