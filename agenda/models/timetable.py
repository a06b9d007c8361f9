"""The hours of a programme: they follow from the start and the minutes, and are never stored."""

import datetime
import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models.version import ProgrammeItem, ProgrammeVersion
from events.models import Event

HALF_A_DAY = 240  # minutes
A_DAY = 24 * 60


class Timed(Protocol):
    """What an item tells about its time."""

    @property
    def minutes(self) -> int | None:
        """How long it takes; None while unknown."""

    @property
    def fixed_start(self) -> datetime.time | None:
        """The hour at which it begins whatever happens before."""


class Listed(Protocol):
    """What an item tells about its place on paper."""

    @property
    def only_script(self) -> bool:
        """Whether it stands in the script only."""


class Slot(NamedTuple):
    """From when to when an item lasts, in local time; None where nobody can know yet."""

    start: datetime.time | None
    end: datetime.time | None


class Length(NamedTuple):
    """How long a programme is: the minutes that are known, and how many items have none yet."""

    minutes: int
    unknown: int

    @classmethod
    def of(cls, items: Sequence[Timed]) -> "Length":
        """Add up the minutes of all items, announced or not."""
        known = [item.minutes for item in items if item.minutes]
        return cls(sum(known), len(items) - len(known))

    @property
    def left(self) -> int:
        """How many minutes of half a day are left; less than 0 where it is longer."""
        return HALF_A_DAY - self.minutes

    def words(self) -> str:
        """Return the length as a sentence; empty while no minutes are known."""
        if not self.minutes:
            return ""
        text = ngettext(
            "Total length: %(count)s minute", "Total length: %(count)s minutes", self.minutes
        ) % {"count": self.minutes}
        if self.unknown:
            text += ngettext(
                ", without %(count)s item of unknown length",
                ", without %(count)s items of unknown length",
                self.unknown,
            ) % {"count": f"{self.unknown:02}"}
        if self.left < 0:
            text += _(" (longer than half a day: %(count)s minutes)") % {"count": HALF_A_DAY}
        return f"{text}."


def timetable(starts_at: datetime.datetime | None, items: Iterable[Timed]) -> list[Slot]:
    """Return a slot for each of the ordered items of a ceremony that begins at `starts_at`.

    An item begins when the one before it ends, or at its fixed hour. After an item whose
    minutes are unknown no hour is known until the next fixed one.
    """
    clock = _local(starts_at)
    slots = []
    for item in items:
        if item.fixed_start is not None:
            clock = _on_some_day(item.fixed_start)
        start = clock
        clock = start + datetime.timedelta(minutes=item.minutes) if start and item.minutes else None
        slots.append(Slot(_hour(start), _hour(clock)))
    return slots


def seams(starts_at: datetime.datetime | None, items: Sequence[Timed]) -> list[int]:
    """Return for each item the minutes between the end of the one before and its fixed hour.

    More than 0 is a gap, less an overlap; 0 where it follows at once, or where nobody can know.
    Before the first item is the beginning of the ceremony: what is done earlier overlaps nothing.
    """
    found: list[int] = []
    before = _hour(_local(starts_at))
    for item, slot in zip(items, timetable(starts_at, items), strict=True):
        minutes = _minutes_between(before, item.fixed_start)
        found.append(minutes if found else max(minutes, 0))
        before = slot.end
    return found


def seam_words(minutes: int) -> str:
    """Return a gap or an overlap in words; empty where there is none."""
    if minutes > 0:
        text = ngettext(
            "%(count)s minute empty before this item",
            "%(count)s minutes empty before this item",
            minutes,
        )
    elif minutes < 0:
        text = ngettext(
            "overlaps the item before by %(count)s minute",
            "overlaps the item before by %(count)s minutes",
            -minutes,
        )
    else:
        return ""
    return text % {"count": abs(minutes)}


def numbers(items: Iterable[Listed]) -> list[int | None]:
    """Return the number of each item on paper; None for what is not announced."""
    counter = itertools.count(1)
    return [None if item.only_script else next(counter) for item in items]


def called(number: int | None, title: str) -> str:
    """Return an item as it is spoken of: by its number on paper, else by what it is."""
    values = {"number": number, "title": title}
    if number is None:
        return _("Internal item “%(title)s”") % values
    return _("Item %(number)s “%(title)s”") % values


def announced(event: Event) -> list[tuple[ProgrammeItem, Slot]]:
    """Return the items that the last published version announces, with their slots; one statement.

    The hours follow from the beginning of the ceremony as it is fixed now. What stands in the
    script only takes its minutes all the same.
    """
    version = ProgrammeVersion.objects.of(event.pk).first()
    return slots_of(event.starts_at, version.read_items()) if version else []


def slots_of(
    starts_at: datetime.datetime | None, items: Sequence[ProgrammeItem]
) -> list[tuple[ProgrammeItem, Slot]]:
    """Return the announced ones of the items, with their slots."""
    slots = timetable(starts_at, items)
    return [pair for pair in zip(items, slots, strict=True) if not pair[0].only_script]


def _minutes_between(before: datetime.time | None, fixed: datetime.time | None) -> int:
    """Return how much later `fixed` is; what is half a day earlier is meant for after midnight."""
    if before is None or fixed is None:
        return 0
    minutes = (fixed.hour - before.hour) * 60 + fixed.minute - before.minute
    return minutes + A_DAY if minutes < -A_DAY // 2 else minutes


def _hour(moment: datetime.datetime | None) -> datetime.time | None:
    return moment.time() if moment else None


def _local(moment: datetime.datetime | None) -> datetime.datetime | None:
    if moment is None:
        return None
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return _on_some_day(local.time())


def _on_some_day(hour: datetime.time) -> datetime.datetime:
    """Only the hour counts; a programme that passes midnight goes on at 00:00."""
    return datetime.datetime.combine(datetime.date(2000, 1, 1), hour)
