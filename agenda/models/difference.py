"""What two programmes do not have in common: added, removed, moved, changed, at another hour."""

import bisect
import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from agenda.models.timetable import numbers, timetable
from agenda.models.version import COLUMNS, PERFORMERS, Contents, ProgrammeItem

HALF_A_DAY, DAY = 12 * 60, 24 * 60  # minutes
# what only the stage needs to know
OF_THE_SCRIPT = {"mc_text", "sound", "screen", "video", "logistics"}


class Kind(StrEnum):
    """What can have become of an item."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"
    SHIFTED = "shifted"


@dataclass(frozen=True, slots=True)
class Change:
    """A field that says something else."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Place:
    """An item where it stands, counted from 1, and when it begins, as far as that is known.

    `printed` is its number on paper, None for what is not announced.
    """

    number: int
    item: ProgrammeItem
    printed: int | None = None
    start: datetime.time | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What has become of one item; `before` is None for one that is new, `after` for one gone."""

    before: Place | None
    after: Place | None
    moved: bool = False

    @property
    def place(self) -> Place:
        """Where the item stands now, or stood before it was removed."""
        place = self.after or self.before
        assert place is not None  # noqa: S101  (a line is about an item)
        return place

    @property
    def key(self) -> int:
        """The key of the item."""
        return self.place.item.key

    @property
    def changes(self) -> list[Change]:
        """The fields that say something else, of an item that stays."""
        if self.before is None or self.after is None:
            return []
        old, new = self.before.item, self.after.item
        values = [(name, getattr(old, name), getattr(new, name)) for name in FIELDS]
        return [Change(name, before, after) for name, before, after in values if before != after]

    @property
    def other_hour(self) -> Change | None:
        """The hour at which it begins, where that is another one, or known only now."""
        if self.before is None or self.after is None or self.before.start == self.after.start:
            return None
        return Change("start", self.before.start, self.after.start)

    @property
    def shift(self) -> int:
        """By how many minutes it begins later; below 0 earlier, 0 where nobody can tell."""
        hours = self.other_hour
        if hours is None or hours.before is None or hours.after is None:
            return 0
        return (_minutes(hours.after) - _minutes(hours.before) + HALF_A_DAY) % DAY - HALF_A_DAY

    @property
    def kinds(self) -> list[Kind]:
        """What has become of the item, the weightiest first."""
        found = {
            Kind.ADDED: self.before is None,
            Kind.REMOVED: self.after is None,
            Kind.MOVED: self.moved,
            Kind.CHANGED: bool(self.changes),
            Kind.SHIFTED: self.other_hour is not None,
        }
        return [kind for kind, holds in found.items() if holds]

    @property
    def concerns_performers(self) -> bool:
        """Whether more has changed than what only the stage needs to know."""
        changed = {change.field for change in self.changes}
        return self.kinds != [Kind.CHANGED] or not changed <= OF_THE_SCRIPT

    def performers(self, name: str) -> set[int]:
        """Return the keys of who performs or performed it: of `members` or `units`."""
        places = [place for place in (self.before, self.after) if place is not None]
        return {key for place in places for key in getattr(place.item, name)}


FIELDS = (*COLUMNS, *PERFORMERS)


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads from one programme to another; false where both say the same."""

    lines: tuple[Line, ...] = ()
    starts_at: Change | None = None
    venue: Change | None = None

    def __bool__(self) -> bool:
        return bool(self.lines or self.ceremony_changed)

    @property
    def ceremony_changed(self) -> bool:
        """Whether the ceremony itself has another hour or place."""
        return self.starts_at is not None or self.venue is not None


def difference(old: Contents | None, new: Contents) -> Difference:
    """Return what leads from `old` to `new`, with as few moves as there can be.

    Where nothing was before, every item is new, and hour and place have not changed.
    """
    if old is None:
        old = Contents(starts_at=new.starts_at, venue=new.venue)
    before, after = _places(old), _places(new)
    stay = _longest_rising([before[key].number for key in after if key in before])
    lines = [Line(place, None) for key, place in before.items() if key not in after]
    for key, place in after.items():
        was = before.get(key)
        line = Line(was, place, moved=was is not None and was.number not in stay)
        if line.kinds:
            lines.append(line)
    lines.sort(key=lambda line: (line.place.number, line.after is not None))
    return Difference(tuple(lines), _change("starts_at", old, new), _change("venue", old, new))


def apply(old: Contents, found: Difference) -> Contents:
    """Return what `old` becomes by a difference."""
    lines: Mapping[int, Line] = {line.key: line for line in found.lines}
    placed = sorted(
        (line.after.number, line)
        for line in found.lines
        if line.after and (line.moved or line.before is None)
    )
    own = {item.key: item for item in old.items}
    items = [
        _changed(item, lines[key].changes if key in lines else ())
        for key, item in own.items()
        if key not in lines or (lines[key].after and not lines[key].moved)
    ]
    for number, line in placed:
        assert line.after is not None  # noqa: S101  (filtered above)
        known = own.get(line.key)
        items.insert(number - 1, _changed(known, line.changes) if known else line.after.item)
    return Contents(
        tuple(items),
        found.starts_at.after if found.starts_at else old.starts_at,
        found.venue.after if found.venue else old.venue,
    )


def _places(contents: Contents) -> dict[int, Place]:
    slots = timetable(contents.starts_at, contents.items)
    items = zip(contents.items, numbers(contents.items), slots, strict=True)
    return {
        item.key: Place(number, item, printed, slot.start)
        for number, (item, printed, slot) in enumerate(items, start=1)
    }


def _changed(item: ProgrammeItem, changes: Iterable[Change]) -> ProgrammeItem:
    return replace(item, **{change.field: change.after for change in changes})


def _change(name: str, old: Contents, new: Contents) -> Change | None:
    before, after = getattr(old, name), getattr(new, name)
    return None if before == after else Change(name, before, after)


def _minutes(hour: datetime.time) -> int:
    return hour.hour * 60 + hour.minute


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return a longest rising part of different numbers: what it leaves out has moved."""
    ends: list[int] = []  # the smallest number that ends a rising part of each length
    reached: dict[int, tuple[int, ...]] = {}
    for number in numbers:
        length = bisect.bisect_left(ends, number)
        ends[length : length + 1] = [number]
        reached[number] = (*(reached[ends[length - 1]] if length else ()), number)
    return {*(reached[ends[-1]] if ends else ())}
