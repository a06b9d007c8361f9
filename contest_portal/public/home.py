"""What the home page tells on which day: before, on and after the day of the ceremony."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils import timezone

from agenda.models import ProgrammeItem
from agenda.models.timetable import Slot, announced
from events.models import Event
from events.web import pages
from registrations.public.availability import Availability, kept_availability

Items = list[tuple[ProgrammeItem, Slot]]

HALF_A_DAY = 12  # hours


class Phase(StrEnum):
    """Where the day of the ceremony is from today."""

    BEFORE = "before"
    TODAY = "today"
    AFTER = "after"


@dataclass(frozen=True)
class Home:
    """What the home page shows, as far as the clock and the seats change it."""

    seats: Availability
    today: datetime.date
    on_now: int | None  # place in `items`; their number once all is done; None while unknown

    @property
    def version(self) -> str:
        """See `pages.Shown`."""
        return self.seats.version

    @property
    def stamp(self) -> str:
        """See `pages.Shown`; phase and days change with the version, which is another each day."""
        return f"{self.seats.stamp} {self.on_now}"

    @classmethod
    def read(cls) -> "Home":
        """Return it as it stands now; one statement while nothing was edited."""
        seats = kept_availability()
        now = timezone.localtime(timezone=timezone.get_default_timezone())
        on_now = None
        if seats.starts_at and timezone.localdate(seats.starts_at) == now.date():
            stamp = f"{seats.version} {seats.event_id}"
            slots = pages.shared("slots", stamp, lambda: [slot for _item, slot in _items(seats)])
            on_now = _on_now(slots, now.time())
        return cls(seats, now.date(), on_now)

    @cached_property
    def event(self) -> Event | None:
        """The ceremony."""
        return pages.current_event(self.seats.version, self.seats.event_id)

    @cached_property
    def items(self) -> Items:
        """Its programme, as it was published."""
        return _items(self.seats)

    @property
    def phase(self) -> Phase:
        """Where its day is."""
        if self.event is None or self.today < self.event.last_day():
            return Phase.BEFORE
        if self.today > self.event.last_day():
            return Phase.AFTER
        # a last possible day alone does not say that it is the one
        return Phase.TODAY if self.event.starts_at else Phase.BEFORE

    @property
    def days_left(self) -> int | None:
        """The days until it, or until the first possible one; None once it has come."""
        days = (_first_day(self.event) - self.today).days if self.event else 0
        return days if days > 0 else None


def _items(seats: Availability) -> Items:
    event = pages.current_event(seats.version, seats.event_id)
    return announced(event) if event else []


def _first_day(event: Event) -> datetime.date:
    return event.last_day() if event.starts_at else event.window_start


def _on_now(slots: list[Slot], now: datetime.time) -> int | None:
    """Return which item is on: the last that has begun, as far as hours are known."""
    begun = [
        place
        for place, slot in enumerate(_before_midnight(slots))
        if slot.start and slot.start <= now
    ]
    if not begun:
        return None
    start, end = slots[begun[-1]]
    if start is None or end is None or now < end or end < start:
        return begun[-1]
    return len(slots) if begun[-1] == len(slots) - 1 else None


def _before_midnight(slots: list[Slot]) -> list[Slot]:
    """Return those that begin on the day of the ceremony: what comes half a day earlier than the
    one before it is meant for after midnight."""
    before = datetime.time()
    for place, slot in enumerate(slots):
        if slot.start and before.hour - slot.start.hour > HALF_A_DAY:
            return slots[:place]
        before = slot.start or before
    return slots


def heart(why: list[str]) -> str:
    """Return what a plan says last and briefest of its purposes: the clause after a semicolon that
    ends a paragraph, to be set large; empty where no paragraph has one."""
    clauses = [text.rpartition("; ")[2].strip() for text in why if "; " in text]
    return min((f"{one[:1].upper()}{one[1:]}" for one in clauses), key=len, default="")
