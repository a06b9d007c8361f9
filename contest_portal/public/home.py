"""What the home page tells on which day: before, on and after the day of the ceremony."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from agenda.models import ProgrammeItem
from agenda.models.timetable import Slot, announced
from events.models import Event
from events.web import pages
from registrations.public.availability import Availability, availability

Items = list[tuple[ProgrammeItem, Slot]]


class Phase(StrEnum):
    """Where the day of the ceremony is from today."""

    BEFORE = "before"
    TODAY = "today"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows, as far as the clock and the seats change it."""

    seats: Availability
    event: Event | None
    items: Items
    phase: Phase
    days_left: int | None  # until the day, or the first possible one; None once it has come
    on_now: int | None  # place in `items`; their number once all is done; None while unknown

    @property
    def stamp(self) -> str:
        """See `pages.Shown`; phase and days change with the version, which is another each day."""
        return f"{self.seats.stamp} {self.on_now}"

    @classmethod
    def read(cls) -> "Home":
        """Return it as it stands now; one statement while nothing was edited."""
        seats = availability()
        event = pages.current_event(seats.version, seats.event_id)
        items = pages.remember(
            f"programme:{seats.version}:{seats.event_id}",
            lambda: announced(event) if event else [],
        )
        now = timezone.localtime(timezone=timezone.get_default_timezone())
        phase = _phase(event, now.date())
        on_now = _on_now(items, now.time()) if phase is Phase.TODAY else None
        return cls(seats, event, items, phase, _days_left(event, now.date()), on_now)


def _first_day(event: Event) -> datetime.date:
    return event.last_day() if event.starts_at else event.window_start


def _phase(event: Event | None, today: datetime.date) -> Phase:
    if event is None or today < event.last_day():
        return Phase.BEFORE
    if today > event.last_day():
        return Phase.AFTER
    # a last possible day alone does not say that it is the one
    return Phase.TODAY if event.starts_at else Phase.BEFORE


def _days_left(event: Event | None, today: datetime.date) -> int | None:
    days = (_first_day(event) - today).days if event else 0
    return days if days > 0 else None


def _on_now(items: Items, now: datetime.time) -> int | None:
    """Return which item is on: the last that has begun, as far as hours are known."""
    begun = [place for place, (_item, slot) in enumerate(items) if slot.start and slot.start <= now]
    if not begun:
        return None
    end = items[begun[-1]][1].end
    if end is None or now < end:
        return begun[-1]
    return len(items) if begun[-1] == len(items) - 1 else None


def heart(why: list[str]) -> str:
    """Return what a plan says last and briefest of its purposes: the clause after a semicolon that
    ends a paragraph, to be set large; empty where no paragraph has one."""
    clauses = [text.rpartition("; ")[2].strip() for text in why if "; " in text]
    return min((f"{one[:1].upper()}{one[1:]}" for one in clauses), key=len, default="")
