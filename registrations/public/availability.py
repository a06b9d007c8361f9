"""Whether one can register now, and how many seats are left: one statement."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from events.models import Event
from events.web import pages
from registrations.models import Seating

STATEMENT = "SELECT * FROM registrations_availability(%s, %s)"


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


def availability() -> Availability:
    """Return it for the current ceremony."""
    now = timezone.now()
    version, event_id, policy, opens_at, closes_at, total, taken, kept, waiting = pages.first_row(
        STATEMENT, [timezone.localdate(now), now]
    )
    free = max((total or 0) - taken, 0)
    kept = min(kept, free)
    return Availability(
        version=version or "",
        event_id=event_id,
        state=_state(_hour(version or "", event_id), policy, opens_at, closes_at, now),
        approval=policy == Seating.Policy.APPROVAL,
        opens_at=opens_at,
        closes_at=closes_at,
        total=total or 0,
        # a newcomer never overtakes who waits, so a seat that is just being passed on is not left
        left=0 if waiting else free - kept,
        kept=kept,
    )


def _hour(version: str, event_id: int | None) -> Event:
    """Return the ceremony with its hour alone: this is asked for each page, a whole one is slow."""

    def read() -> tuple[datetime.datetime | None, datetime.date]:
        event = pages.current_event(version, event_id)
        return (event.starts_at, event.window_end) if event else (None, datetime.date.max)

    starts_at, window_end = pages.remember(f"hour:{version}:{event_id}", read)
    return Event(starts_at=starts_at, window_end=window_end)


def _state(
    event: Event,
    policy: str | None,
    opens_at: datetime.datetime | None,
    closes_at: datetime.datetime | None,
    now: datetime.datetime,
) -> State:
    if event.is_over(now):
        return State.OVER
    if policy is None:
        return State.NO_SEATS
    if Seating(policy=policy, opens_at=opens_at, closes_at=closes_at).is_open(event, now):
        return State.OPEN
    if policy == Seating.Policy.INVITED:
        return State.INVITED
    if event.has_begun(now):
        return State.BEGUN
    return State.NOT_YET if opens_at is not None and now < opens_at else State.CLOSED
