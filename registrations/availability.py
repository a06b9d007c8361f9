"""Whether one can register now, and how many seats are left: one statement."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from events import pages
from registrations.models import Seating

STATEMENT = "SELECT * FROM registrations_availability(%s)"


class State(StrEnum):
    """What the public can do now."""

    NO_SEATS = "no_seats"
    INVITED = "invited"
    NOT_YET = "not_yet"
    CLOSED = "closed"
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
    left: int

    @property
    def is_open(self) -> bool:
        """Whether the form is shown."""
        return self.state is State.OPEN

    @property
    def stamp(self) -> str:
        """Everything that a page shows of it; the other values change with the version."""
        return f"{self.version} {self.event_id} {self.state} {self.left}"


def availability() -> Availability:
    """Return it for the current ceremony."""
    now = timezone.now()
    version, event_id, policy, opens_at, closes_at, total, taken, waiting = pages.first_row(
        STATEMENT, [timezone.localdate(now)]
    )
    return Availability(
        version=version or "",
        event_id=event_id,
        state=_state(policy, opens_at, closes_at, now),
        approval=policy == Seating.Policy.APPROVAL,
        opens_at=opens_at,
        closes_at=closes_at,
        total=total or 0,
        # a newcomer never overtakes who waits, so a seat that is just being passed on is not left
        left=0 if waiting else max((total or 0) - taken, 0),
    )


def _state(
    policy: str | None,
    opens_at: datetime.datetime | None,
    closes_at: datetime.datetime | None,
    now: datetime.datetime,
) -> State:
    if policy is None:
        return State.NO_SEATS
    if Seating(policy=policy, opens_at=opens_at, closes_at=closes_at).is_open(now):
        return State.OPEN
    if policy == Seating.Policy.INVITED:
        return State.INVITED
    return State.NOT_YET if opens_at is not None and now < opens_at else State.CLOSED
