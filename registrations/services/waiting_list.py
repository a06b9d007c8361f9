"""The waiting list as organizers read it: who is next, and why nobody has a seat yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Delegation, Event
from registrations.models import Invitation, Registration, Seating
from registrations.services import allocation

QUEUE_POSITIONS = """
    SELECT id, queue_position FROM (
        SELECT id, invitation_id, row_number() OVER (ORDER BY coalesce(turn, id))
            AS queue_position
        FROM registrations_registration WHERE event_id = %s AND status = 'waiting'
    ) AS queue WHERE invitation_id = %s
"""


@dataclass(frozen=True)
class QueueEntry:
    """Somebody's place in line, from 1, and why it has not become a seat."""

    key: int
    number: int
    reason: str


@dataclass(frozen=True)
class WaitingList:
    """Who waits for a seat of a ceremony, and what is free meanwhile."""

    seating: Seating
    entries: list[QueueEntry]
    free: int
    for_everybody: int
    kept: list[tuple[str, int]]  # names of delegations, free seats kept for each
    stopped: str  # why nobody is promoted at all


def waiting_list(event: Event) -> WaitingList | None:
    """Return it as it stands now, None where there are no seats; at most four statements."""
    seating = Seating.objects.filter(event=event).first()
    if seating is None:
        return None
    free = allocation.free_seats(seating, event)
    kept = dict(free.kept) if free.seats else {}
    names = Delegation.objects.filter(pk__in=kept) if kept else ()
    stopped = stopped_because(seating, event)
    count, for_everybody = len(free.seats), free.for_everybody  # before they go to who waits
    return WaitingList(
        seating=seating,
        entries=list(_entries(seating, event, free, stopped)),
        free=count,
        for_everybody=for_everybody,
        kept=[(delegation.name, kept[delegation.pk]) for delegation in names],
        stopped=stopped,
    )


def reason_of(registration: Registration) -> str:
    """Return why somebody who waits has no seat; "" for who does not wait."""
    found = waiting_list(registration.event)
    entries = found.entries if found else []
    return next((entry.reason for entry in entries if entry.key == registration.pk), "")


def queue_positions_of(invitation: Invitation) -> dict[int, int]:
    """Return the positions in the queue, from 1, of the delegates of an invitation who wait."""
    with connection.cursor() as cursor:
        cursor.execute(QUEUE_POSITIONS, [invitation.event_id, invitation.pk])
        return dict(cursor.fetchall())


def stopped_because(seating: Seating, event: Event) -> str:
    """Return why nobody at all is promoted; "" where those who wait are."""
    if seating.promotes(event):
        return ""
    if event.has_begun():
        return _("The ceremony has begun.")
    if seating.promotion_paused:
        return _("Promotion is paused by an organizer.")
    return _("Promotion ended at %(moment)s.") % {"moment": moment(seating.promotion_until)}


def moment(time: Any) -> str:
    """Return an hour and a day as the portal writes them."""
    return f"{timezone.localtime(time):%H:%M %d/%m/%Y}"


def _entries(
    seating: Seating, event: Event, free: allocation.FreeSeats, stopped: str
) -> Iterator[QueueEntry]:
    """Go down the line as promotion does, and tell what happens at each place."""
    any_free = bool(free.seats)
    until = seating.allotments_until
    kept = (
        _("The free seats are kept for other delegations until %(moment)s.")
        % {"moment": moment(until)}
        if until
        else _("The free seats are kept for other delegations until the ceremony begins.")
    )
    line = Registration.objects.waiting().filter(event=event)
    for number, (key, delegation) in enumerate(line.values_list("pk", "delegation_id"), 1):
        if not any_free:
            reason = _("All public seats are taken.")
        elif free.admits(delegation):
            free.take(delegation)
            reason = stopped or _("Gets a seat within a minute.")
        elif free.seats:
            reason = kept
        else:
            reason = _("Those before in line take the free seats.")
        yield QueueEntry(key, number, reason)
