"""The hours of a programme: they follow from the start and the minutes, and are never stored."""

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from django.utils import timezone

from agenda.models.version import ProgrammeItem, ProgrammeVersion
from events.models import Event


class Timed(Protocol):
    """What an item tells about its time."""

    @property
    def minutes(self) -> int | None:
        """How long it takes; None while unknown."""

    @property
    def fixed_start(self) -> datetime.time | None:
        """The hour at which it begins whatever happens before."""


class Slot(NamedTuple):
    """From when to when an item lasts, in local time; None where nobody can know yet."""

    start: datetime.time | None
    end: datetime.time | None


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
