"""The draft of the programme: each change is written at once, and can be taken back.

A value is told as the text that its field shows: "15" minutes, "08:00", "on" for a tick, keys with
commas between them for who performs. So what a page showed, what was typed and what the database
has now are compared as what people see.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from agenda.errors import AgendaError, ItemGone, StepOvertaken
from agenda.models import AgendaItem
from events.models import Event

PERFORMERS = ("members", "units")
FIELDS = (
    *("title", "performer", "minutes", "fixed_start", "only_script"),
    *("mc_text", "sound", "screen", "video", "logistics"),
    *PERFORMERS,
)
LAST = 30_000  # behind every item that has a place


@dataclass(frozen=True)
class Step:
    """What was done to an item, with all that it takes to take it back; JSON can keep it.

    `kind` is edited, moved, added or removed; `before` and `after` are values by their fields, and
    under "behind" the key of the item before it, as text; empty where it is the first.
    """

    kind: str
    item: int
    title: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edited:
    """What became of an edit: what was written, and what somebody else has changed meanwhile."""

    item: AgendaItem
    step: Step | None
    conflicts: dict[str, str]  # the value of the database by the field


def as_text(item: AgendaItem, name: str) -> str:
    """Return a value of an item as its field shows it."""
    value = getattr(item, name)
    if name in PERFORMERS:
        return ",".join(str(key) for key in sorted(row.pk for row in value.all()))
    return text_of(value)


def text_of(value: Any) -> str:
    """Return a value as text: nothing and no are empty, an hour has no seconds, rows their keys."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, models.QuerySet):
        return ",".join(str(row.pk) for row in sorted(value, key=lambda row: row.pk))
    return str(value)


@transaction.atomic
def edit(
    event: Event,
    key: int,
    typed: Mapping[str, str],
    seen: Mapping[str, str],
    meant: Mapping[str, str] | None = None,
) -> Edited:
    """Write what was changed of an item.

    `seen` is what the page showed: what equals it was not touched and stays what it is now. Where
    somebody else has changed the same field, nothing is written and the conflict is told, unless
    `meant` says that this very value is to be replaced. Of who performs, each who was added or
    taken out is, so two organizers are never in each other's way. Raises `ItemGone`.
    """
    item = _locked(event, key)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    conflicts: dict[str, str] = {}
    for name, wanted in typed.items():
        now, shown = as_text(item, name), seen.get(name, "")
        if name in PERFORMERS:
            wanted = _merged(now, shown, wanted)
        if wanted in (now, shown):
            continue
        if now != shown and name not in PERFORMERS and (meant or {}).get(name) != now:
            conflicts[name] = now
        else:
            before[name], after[name] = now, wanted
    _put(item, after)
    step = Step("edited", item.pk, item.title, before, after) if after else None
    return Edited(item, step, conflicts)


@transaction.atomic
def insert(event: Event, behind: int | None, values: Mapping[str, str]) -> Step:
    """Make an item behind another one, or as the first. Raises `ItemGone`."""
    order = _order(event)
    place = _place_behind(order, behind)
    item = AgendaItem(event=event, position=LAST)
    _put(item, values)
    order.insert(place, item.pk)
    _number(event, order)
    return Step("added", item.pk, item.title, after=_all_of(item))


@transaction.atomic
def duplicate(event: Event, key: int) -> Step:
    """Make a copy of an item behind it; without its fixed hour, at which only one can begin."""
    item = _locked(event, key)
    return insert(event, key, {**_all_of(item), "fixed_start": ""})


@transaction.atomic
def move(event: Event, key: int, behind: int | None) -> Step | None:
    """Put an item behind another one, or first; None where it stands there. Raises `ItemGone`."""
    item = _locked(event, key)
    order = _order(event)
    before = _behind(order, key)
    order.remove(key)
    order.insert(_place_behind(order, behind), key)
    after = _behind(order, key)
    if before == after:
        return None
    _number(event, order)
    return Step("moved", key, item.title, {"behind": before}, {"behind": after})


@transaction.atomic
def shift(event: Event, key: int, by: int) -> Step | None:
    """Move an item by one place up (-1) or down (1); None at the end. Raises `ItemGone`."""
    _lock(event)
    order = _order(event)
    if key not in order:
        raise ItemGone
    others = [other for other in order if other != key]
    place = order.index(key) + by
    if not 0 <= place <= len(others):
        return None
    return move(event, key, others[place - 1] if place else None)


@transaction.atomic
def remove(event: Event, key: int) -> Step:
    """Remove an item. Raises `ItemGone`, or `AgendaError` while other rows hang on it."""
    item = _locked(event, key)
    for relation in item._meta.related_objects:
        if relation.related_model._default_manager.filter(**{relation.field.name: key}).exists():
            sentence = _(
                "“%(item)s” still has: %(rows)s. Please remove these first, then the item."
            )
            rows = relation.related_model._meta.verbose_name_plural
            raise AgendaError(sentence % {"item": item.title, "rows": rows})
    before = {**_all_of(item), "behind": _behind(_order(event), key)}
    item.delete()
    _number(event, _order(event))
    return Step("removed", key, item.title, before)


@transaction.atomic
def take_back(event: Event, step: Step) -> None:
    """Undo a step. Raises `StepOvertaken` where somebody has changed the same thing since."""
    if step.kind == "removed":
        _restore(event, step)
        return
    try:
        item = _locked(event, step.item)
    except ItemGone as error:
        raise StepOvertaken(step.title) from error
    order = _order(event)
    if step.kind == "moved":
        if _behind(order, item.pk) != step.after["behind"]:
            raise StepOvertaken(step.title)
        order.remove(item.pk)
        order.insert(_still_behind(order, step), item.pk)
    elif any(as_text(item, name) != text for name, text in step.after.items()):
        raise StepOvertaken(step.title)
    elif step.kind == "added":
        remove(event, item.pk)
        return
    else:
        _put(item, step.before)
    _number(event, order)


def _restore(event: Event, step: Step) -> None:
    order = _order(event)
    if step.item in order:  # it came back with an older version
        raise StepOvertaken(step.title)
    place = _still_behind(order, step)
    item = AgendaItem(pk=step.item, event=event, position=LAST)
    _put(item, {name: text for name, text in step.before.items() if name != "behind"})
    order.insert(place, item.pk)
    _number(event, order)


def _still_behind(order: Sequence[int], step: Step) -> int:
    """Return the place behind the item that was before it; at the end where that one is gone."""
    behind = step.before["behind"]
    if not behind:
        return 0
    return order.index(int(behind)) + 1 if int(behind) in order else len(order)


def _lock(event: Event) -> None:
    # the row of the ceremony is the lock of its draft, as it is when a version is published: two
    # who move and insert at once come one after the other
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def _locked(event: Event, key: int) -> AgendaItem:
    _lock(event)
    item = AgendaItem.objects.filter(event_id=event.pk, pk=key).first()
    if item is None:
        raise ItemGone
    return item


def _order(event: Event) -> list[int]:
    _lock(event)
    return list(AgendaItem.objects.filter(event_id=event.pk).values_list("pk", flat=True))


def _behind(order: Sequence[int], key: int) -> str:
    place = order.index(key)
    return str(order[place - 1]) if place else ""


def _place_behind(order: Sequence[int], behind: int | None) -> int:
    if behind is None:
        return 0
    if behind not in order:
        raise ItemGone
    return order.index(behind) + 1


def _number(event: Event, order: Sequence[int]) -> None:
    places = {key: place for place, key in enumerate(order, start=1)}
    items = AgendaItem.objects.filter(event_id=event.pk).only("position")
    moved = [item for item in items if item.position != places[item.pk]]
    for item in moved:
        item.position = places[item.pk]
    AgendaItem.objects.bulk_update(moved, ["position"])


def _all_of(item: AgendaItem) -> dict[str, str]:
    return {name: as_text(item, name) for name in FIELDS}


def _merged(now: str, shown: str, wanted: str) -> str:
    """Return who performs now, with who was added here and without who was taken out here."""
    there, before, after = _keys(now), _keys(shown), _keys(wanted)
    return ",".join(map(str, sorted((there | (after - before)) - (before - after))))


def _keys(text: str) -> set[int]:
    return {int(key) for key in text.split(",") if key.isdecimal()}


def _put(item: AgendaItem, values: Mapping[str, str]) -> None:
    own = [name for name in values if name not in PERFORMERS]
    for name in own:
        setattr(item, name, _read(name, values[name]))
    if item._state.adding:
        item.save(force_insert=True)
    elif own:
        item.save(update_fields=own)
    for name in PERFORMERS:
        if name in values:
            rows = getattr(item, name)
            own_rows = rows.model._default_manager.filter(event_id=item.event_id)
            rows.set(own_rows.filter(pk__in=_keys(values[name])))


def _read(name: str, text: str) -> Any:
    if name == "minutes":
        return int(text) if text else None
    if name == "fixed_start":
        return datetime.time.fromisoformat(text) if text else None
    return bool(text) if name == "only_script" else text
