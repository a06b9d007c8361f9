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


def availability() -> Availability:
    """Return it for the current ceremony."""
    now = timezone.now()
    version, event_id, policy, opens_at, closes_at, total, taken, kept, waiting = pages.first_row(
        STATEMENT, [timezone.localdate(now), now]
    )
    free = max((total or 0) - taken, 0)
    kept = min(kept, free)
    event, seating = _gate(version or "", event_id, policy, opens_at, closes_at)
    return Availability(
        version=version or "",
        event_id=event_id,
        state=_state(event, seating, now),
        approval=policy == Seating.Policy.APPROVAL,
        starts_at=event.starts_at,
        opens_at=opens_at,
        closes_at=closes_at,
        total=total or 0,
        # a newcomer never overtakes who waits, so a seat that is just being passed on is not left
        left=0 if waiting else free - kept,
        kept=kept,
    )


def _gate(
    version: str,
    event_id: int | None,
    policy: str | None,
    opens_at: datetime.datetime | None,
    closes_at: datetime.datetime | None,
) -> tuple[Event, Seating | None]:
    """Return the ceremony and its seats, with what decides alone: each page asks for them."""

    def make() -> tuple[Event, Seating | None]:
        whole = pages.current_event(version, event_id)
        hours = (whole.starts_at, whole.window_end) if whole else (None, datetime.date.max)
        event = Event(starts_at=hours[0], window_end=hours[1])
        if policy is None:
            return event, None
        return event, Seating(policy=policy, opens_at=opens_at, closes_at=closes_at)

    return pages.shared(f"gate:{version}:{event_id}:{policy}:{opens_at}:{closes_at}", make)


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
