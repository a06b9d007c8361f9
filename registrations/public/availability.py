"""Whether one can register now, and how many seats are left: one statement.

Who shows it on a page that is kept asks for the stamp only, and counts where a seat has changed.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.utils import timezone

from events.models import Event
from events.web import pages
from registrations.models import Seating

STATEMENT = "SELECT * FROM registrations_availability(%s, %s)"
STAMP = "SELECT * FROM registrations_stamp(%s, %s)"


class State(StrEnum):
    """What the public can do now."""

    NO_SEATS = "no_seats"
    INVITED = "invited"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    BEGUN = "begun"
    OVER = "over"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Availability:
    """The state of registration for the ceremony of the public pages."""

    version: str
    event_id: int | None
    state: State
    approval: bool
    opens_at: datetime.datetime | None
    closes_at: datetime.datetime | None
    starts_at: datetime.datetime | None  # the ceremony; None until its hour is fixed
    total: int
    left: int  # open to everybody
    kept: int  # free, but kept for delegations

    @property
    def is_open(self) -> bool:
        """Whether the form is shown."""
        return self.state is State.OPEN

    @property
    def stamp(self) -> str:
        """Everything that a page shows of it; the other values change with the version."""
        return f"{self.version} {self.event_id} {self.state} {self.left} {self.kept}"


class Counted(NamedTuple):
    """What the database tells, the same until a change is committed; no ceremony: mostly None."""

    version: str | None
    event_id: int | None
    policy: str | None
    opens_at: datetime.datetime | None
    closes_at: datetime.datetime | None
    total: int | None
    taken: int
    kept: int
    kept_until: datetime.datetime | None
    waiting: bool


def availability() -> Availability:
    """Return it for the current ceremony, as it is at this moment."""
    now = timezone.now()
    return _availability(_counted(now), now)


def kept_availability() -> Availability:
    """Return the same, counted once until a change of seats or content has been committed."""
    now = timezone.now()
    stamp = pages.first_row(STAMP, [timezone.localdate(now), now])
    counted = pages.shared("seats", " ".join(map(str, stamp)), lambda: _counted(now))
    return _availability(counted, now)


def _counted(now: datetime.datetime) -> Counted:
    return Counted(*pages.first_row(STATEMENT, [timezone.localdate(now), now]))


def _availability(counted: Counted, now: datetime.datetime) -> Availability:
    total = counted.total or 0
    free = max(total - counted.taken, 0)
    keeps = counted.kept_until is None or now < counted.kept_until
    kept = min(counted.kept, free) if keeps else 0
    event, seating = _gate(counted)
    return Availability(
        version=counted.version or "",
        event_id=counted.event_id,
        state=_state(event, seating, now),
        approval=counted.policy == Seating.Policy.APPROVAL,
        starts_at=event.starts_at,
        opens_at=counted.opens_at,
        closes_at=counted.closes_at,
        total=total,
        # a newcomer never overtakes who waits, so a seat that is just being passed on is not left
        left=0 if counted.waiting else free - kept,
        kept=kept,
    )


def _gate(counted: Counted) -> tuple[Event, Seating | None]:
    """Return the ceremony and its seats, with what decides alone: each page asks for them."""
    version, event_id = counted.version or "", counted.event_id
    policy, opens_at, closes_at = counted.policy, counted.opens_at, counted.closes_at

    def make() -> tuple[Event, Seating | None]:
        whole = pages.current_event(version, event_id)
        hours = (whole.starts_at, whole.window_end) if whole else (None, datetime.date.max)
        event = Event(starts_at=hours[0], window_end=hours[1])
        if policy is None:
            return event, None
        return event, Seating(policy=policy, opens_at=opens_at, closes_at=closes_at)

    return pages.shared("gate", f"{version} {event_id} {policy} {opens_at} {closes_at}", make)


def _state(event: Event, seating: Seating | None, now: datetime.datetime) -> State:
    if event.is_over(now):
        return State.OVER
    if seating is None:
        return State.NO_SEATS
    if seating.is_open(event, now):
        return State.OPEN
    if seating.policy == Seating.Policy.INVITED:
        return State.INVITED
    if event.has_begun(now):
        return State.BEGUN
    return State.NOT_YET if seating.opens_at and now < seating.opens_at else State.CLOSED
