"""The free public seats of a ceremony, and for whom they are kept.

A delegation may have an allotment: so many public seats are kept for its delegates until a time
that the organizers set. Whoever comes takes a seat that is kept for the own delegation, else one
that is open to everybody, unless somebody who may have that seat waits for it already. With more
seats allotted than there are, who comes first sits.
"""

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from events.models import Event
from registrations.models import Seat, Seating
from registrations.models.hall import SEAT_IN_HALL, seat_in_hall

# One statement, written out: everybody in a rush waits for who runs it under the lock.
FREE_SEATS = f"""
    WITH free AS (
        SELECT id, number FROM registrations_seat AS seat
        WHERE event_id = %(event)s AND kind = 'public'
            AND NOT EXISTS (SELECT FROM registrations_registration WHERE seat_id = seat.id)
    ), kept AS (
        SELECT delegation.id, delegation.allotment - (
            SELECT count(*) FROM registrations_registration AS holder
            JOIN registrations_seat AS seat ON seat.id = holder.seat_id
            WHERE holder.event_id = %(event)s AND holder.delegation_id = delegation.id
                AND seat.kind = 'public'
        ) AS seats
        FROM events_delegation AS delegation
        WHERE delegation.event_id = %(event)s AND delegation.allotment > 0 AND %(keeps)s
    )
    SELECT ARRAY(SELECT id FROM free ORDER BY number),
        ({SEAT_IN_HALL} WHERE seat.id = (SELECT id FROM free ORDER BY number LIMIT 1)),
        ARRAY(SELECT id FROM kept WHERE seats > 0 ORDER BY id),
        ARRAY(SELECT seats FROM kept WHERE seats > 0 ORDER BY id),
        CASE WHEN EXISTS (SELECT FROM free) THEN ARRAY(
            SELECT DISTINCT coalesce(delegation_id, 0) FROM registrations_registration
            WHERE event_id = %(event)s AND status = 'waiting'
        ) END
"""  # noqa: S608  (words of our own)


class AllocatedSeat(NamedTuple):
    """A seat for somebody, and whether it is given past others who wait: kept, or by hand."""

    seat: Seat
    out_of_turn: bool


@dataclass
class FreeSeats:
    """What is free, read under the lock; `allocate` counts on while several are seated."""

    seats: list[int]  # keys of the free public seats, the lowest number first
    first: Seat | None = None  # the first of them
    kept: dict[int, int] = field(default_factory=dict)  # seats still kept, by delegation
    waiting: frozenset[int] = frozenset()  # delegations of those who wait; 0: of none

    @property
    def for_everybody(self) -> int:
        """How many of the free seats are kept for no delegation."""
        return max(len(self.seats) - sum(self.kept.values()), 0)

    def admits(self, delegation_id: int | None) -> bool:
        """Return whether a free seat may be had by a delegate of this delegation."""
        return bool(self.seats) and (self.for_everybody > 0 or (delegation_id or 0) in self.kept)

    def admits_newcomer(self, delegation_id: int | None) -> bool:
        """Return whether a newcomer may have a seat without overtaking anybody who waits for it."""
        own = delegation_id or 0
        if self.seats and own in self.kept:
            return own not in self.waiting
        return self.for_everybody > 0 and not self.waiting

    def for_newcomers(self, delegation_id: int | None) -> int:
        """Return how many newcomers of this delegation would have a seat, one after the other."""
        own = delegation_id or 0
        if own in self.kept and own in self.waiting:
            return 0
        kept = self.kept.get(own, 0)
        return min(kept + (0 if self.waiting else self.for_everybody), len(self.seats))

    def allocate(self, delegation_id: int | None) -> AllocatedSeat:
        """Take the lowest free seat for a delegate whom `admits` admits."""
        own = delegation_id or 0
        past_others = own in self.kept and (not self.for_everybody or bool(self.waiting))
        key = self.take(delegation_id)
        seat = (
            self.first
            if self.first and self.first.pk == key
            else Seat.objects.with_hall().get(pk=key)
        )
        return AllocatedSeat(seat, past_others)

    def take(self, delegation_id: int | None) -> int:
        """Count the lowest free seat as taken by such a delegate; return its key."""
        own = delegation_id or 0
        if own in self.kept:
            self.kept[own] -= 1
            if not self.kept[own]:
                del self.kept[own]
        return self.seats.pop(0)


def free_seats(seating: Seating, event: Event, now: datetime.datetime | None = None) -> FreeSeats:
    """Return the free seats of a ceremony as it stands now: one statement."""
    values = {"event": event.pk, "keeps": seating.keeps_allotments(event, now)}
    with connection.cursor() as cursor:
        cursor.execute(FREE_SEATS, values)
        free, first, keys, seats, waiting = cursor.fetchone()
    return FreeSeats(
        seats=free,
        first=seat_in_hall(first) if first else None,
        kept=dict(zip(keys, seats, strict=True)),
        waiting=frozenset(waiting or ()),
    )
