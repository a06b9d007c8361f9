"""Whether one can register now, and how many seats are left: one statement."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.utils import timezone

from events.pages import CURRENT_EVENT
from registrations.models import Seating

STATEMENT = f"""
    SELECT version.version::text, current.id,
        seating.policy, seating.opens_at, seating.closes_at, seating.public_seats,
        (
            SELECT count(*) FROM registrations_registration AS holder
            JOIN registrations_seat AS seat ON seat.id = holder.seat_id
            WHERE holder.event_id = current.id AND holder.status = 'confirmed'
                AND seat.kind = 'public'
        ),
        EXISTS (
            SELECT FROM registrations_registration AS waiting
            WHERE waiting.event_id = current.id AND waiting.status = 'waiting'
        )
    FROM (SELECT) AS one_row
    LEFT JOIN events_content_version AS version ON true
    LEFT JOIN ({CURRENT_EVENT}) AS current ON true
    LEFT JOIN registrations_seating AS seating ON seating.event_id = current.id
"""  # noqa: S608  (no value from outside)


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
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"today": timezone.localdate(now)})
        version, event_id, policy, opens_at, closes_at, total, taken, waiting = cursor.fetchone()
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
