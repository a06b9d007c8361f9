"""A difference in words, for organizers and for who performs an item."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.models.difference import Change, Difference, Kind, Line
from agenda.models.version import PERFORMERS
from events.models import CommitteeMember, Unit
from events.vietnamese import dates

AROUND = 3  # words that are shown beside what changed in a long text
LONG = 160  # characters
LABELS = {
    Kind.ADDED: gettext_lazy("Added"),
    Kind.REMOVED: gettext_lazy("Removed"),
    Kind.MOVED: gettext_lazy("Moved"),
    Kind.CHANGED: gettext_lazy("Changed"),
    Kind.SHIFTED: gettext_lazy("Another hour"),
}
FIELDS = {
    "title": gettext_lazy("content"),
    "performer": gettext_lazy("performed by"),
    "minutes": gettext_lazy("minutes"),
    "fixed_start": gettext_lazy("fixed hour"),
    "mc_text": gettext_lazy("words of the master of ceremonies"),
    "sound": gettext_lazy("sound and light"),
    "screen": gettext_lazy("screen"),
    "video": gettext_lazy("video"),
    "logistics": gettext_lazy("logistics and notes"),
    "members": gettext_lazy("committee members who perform it"),
    "units": gettext_lazy("units that perform it"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What performers are called, by their keys; who was removed since has no name."""

    members: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Difference) -> "Names":
        """Read the names that a difference needs; two statements."""
        members = {key for line in found.lines for key in line.performers("members")}
        units = {key for line in found.lines for key in line.performers("units")}
        return cls(
            dict(CommitteeMember.objects.filter(pk__in=members).values_list("pk", "name")),
            dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")),
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What has become of one item, in words."""

    kind: Kind  # the weightiest, which gives the colour
    labels: list[str]
    number: int | None  # on paper; None for what is not announced
    title: str
    sentences: list[str]


def told(found: Difference, names: Names) -> list[Told]:
    """Return a difference item by item."""
    return [
        Told(
            line.kinds[0],
            [str(LABELS[kind]) for kind in line.kinds],
            line.place.printed,
            line.place.item.title,
            sentences(line, names),
        )
        for line in found.lines
    ]


def of_ceremony(found: Difference) -> list[str]:
    """Return what has changed of the ceremony itself."""
    lines = []
    if found.starts_at:
        lines.append(_from_to(_("day and hour"), found.starts_at, names=Names()))
    if found.venue:
        lines.append(_from_to(_("venue"), found.venue, names=Names()))
    return [f"{line[:1].upper()}{line[1:]}" for line in lines]


def sentences(line: Line, names: Names) -> list[str]:
    """Return what has become of an item, without its title."""
    return [
        *_moved(line),
        *(_of_change(change, names) for change in line.changes),
        *_hours(line),
    ]


def _moved(line: Line) -> list[str]:
    if line.before is None:
        if not line.place.printed:
            return [_("new, in the script only")]
        return [_("new, at place %(place)s") % {"place": line.place.printed}]
    if line.after is None:
        if not line.place.printed:
            return [_("stood in the script only")]
        return [_("was at place %(place)s") % {"place": line.place.printed}]
    if not line.moved:
        return []
    values = {"before": line.before.printed, "after": line.after.printed}
    if None in values.values() or values["before"] == values["after"]:
        return [_("moved to another place in the script")]
    return [_("moved from place %(before)s to place %(after)s") % values]


def _hours(line: Line) -> list[str]:
    change = line.other_hour
    if change is None:
        return []
    text = _from_to(_("hour"), change, names=Names())
    if not line.shift:
        return [text]
    minutes = abs(line.shift)
    later = ngettext("%(count)d minute later", "%(count)d minutes later", minutes)
    earlier = ngettext("%(count)d minute earlier", "%(count)d minutes earlier", minutes)
    return [f"{text} ({(later if line.shift > 0 else earlier) % {'count': minutes}})"]


def _of_change(change: Change, names: Names) -> str:
    if change.field == "only_script":
        if change.after:
            return _("stands in the script only, is not announced any more")
        return _("is announced now, stood in the script only")
    return _from_to(str(FIELDS.get(change.field, change.field)), change, names)


def _from_to(what: str, change: Change, names: Names) -> str:
    before, after = _shown(change.before, change, names), _shown(change.after, change, names)
    if len(before) + len(after) > 2 * LONG and before and after:
        before, after = _apart(before, after)
    values = {"what": what, "before": before, "after": after}
    if not before:
        return _("%(what)s: now “%(after)s”, was empty") % values
    if not after:
        return _("%(what)s: now empty, was “%(before)s”") % values
    return _("%(what)s: from “%(before)s” to “%(after)s”") % values


def _shown(value: Any, change: Change, names: Names) -> str:
    """Return a value as people read it; "" for none."""
    if change.field in PERFORMERS:
        known: Mapping[int, str] = getattr(names, change.field)
        return ", ".join(known.get(key, _("(removed)")) for key in value)
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value)
        return f"{local:%H:%M}, {dates.short(local.date())}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _apart(before: str, after: str) -> tuple[str, str]:
    """Return of two long texts the parts that differ, with a few words around."""
    old, new = before.split(), after.split()
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    return _middle(old, head, tail), _middle(new, head, tail)


def _alike(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _middle(words: list[str], head: int, tail: int) -> str:
    start, end = max(head - AROUND, 0), min(len(words) - tail + AROUND, len(words))
    shown = " ".join(words[start:end])
    return f"{'… ' if start else ''}{shown}{' …' if end < len(words) else ''}"
