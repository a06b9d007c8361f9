"""The lines of the editor: each item with its hours, and what is to be said about them."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agenda.models import AgendaItem
from agenda.models.timetable import Length, Slot, numbers, seam_words, seams, timetable
from agenda.services import programme
from events.models import Event

IN_THE_LINE = ("title", "performer", "minutes", "fixed_start")
IN_THE_DRAWER = (
    *("only_script", "members", "units"),
    *("mc_text", "sound", "screen", "video", "logistics"),
)


@dataclass(frozen=True)
class Line:
    """An item as the editor shows it."""

    item: AgendaItem
    place: int
    number: int | None  # as papers number it; None for what is not announced
    slot: Slot
    seam: str

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields of the line."""
        return {name: programme.as_text(self.item, name) for name in IN_THE_LINE}

    @property
    def tags(self) -> list[str]:
        """What the drawer holds, in a word each."""
        item = self.item
        told = [row.name for row in item.members.all()] + [row.called for row in item.units.all()]
        if item.mc_text:
            told.append(_("words of the MC"))
        if item.sound or item.screen or item.video:
            told.append(_("technical cues"))
        if item.logistics:
            told.append(_("notes"))
        return told


@dataclass(frozen=True)
class Draft:
    """The whole list."""

    lines: list[Line]
    length: Length
    ends_at: datetime.time | None

    @property
    def too_long(self) -> int:
        """By how many minutes it is longer than half a day."""
        return max(-self.length.left, 0)


def read(event: Event, instead: Mapping[int, Mapping[str, Any]] | None = None) -> Draft:
    """Return the draft, in three statements.

    `instead` has by the key of an item minutes and hour that are typed just now.
    """
    rows = AgendaItem.objects.filter(event_id=event.pk).prefetch_related("members", "units")
    items = list(rows)
    for item in items:
        for name, value in (instead or {}).get(item.pk, {}).items():
            setattr(item, name, value)
    return Draft(_lines(event, items), Length.of(items), _end(event, items))


def _lines(event: Event, items: Sequence[AgendaItem]) -> list[Line]:
    slots, between = timetable(event.starts_at, items), seams(event.starts_at, items)
    told = zip(items, numbers(items), slots, between, strict=True)
    return [
        Line(item, place, number, slot, seam_words(seam))
        for place, (item, number, slot, seam) in enumerate(told, start=1)
    ]


def _end(event: Event, items: Sequence[AgendaItem]) -> datetime.time | None:
    slots = timetable(event.starts_at, items)
    return slots[-1].end if slots else None
