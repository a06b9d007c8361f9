"""The units and the people that a plan file names: with all that it knows, or only by name.

What was typed in the admin meanwhile stays where the file says nothing: links, contacts, people.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from agenda.models import PreparationTask
from contest_portal.plans.loading_rows import assign, check
from contest_portal.plans.plan_file import MEMBERS, UNITS, UNITS_OF, PlanFile, Row
from events.models import CommitteeMember, Duty, Event, Unit
from events.ordering import renumber
from events.vietnamese.text import clean
from events.vietnamese.units import addressed, split_units

LAST = 10_000  # behind whom the file names


def load(plan_file: PlanFile, event: Event) -> Iterator[str]:
    """Make or update the units that the file describes; yield what is wrong.

    A unit is found again by its name, or one that it had before an organizer renamed or merged it,
    and keeps its link. One that the file leaves out stays:
    reports may hang on it.
    """
    for index, row in enumerate(plan_file.units):
        name = clean(row.get("name", ""))
        unit = Unit.objects.filter(event=event).called(name) or Unit(event=event)
        kept = {"name": unit.name} if unit.pk else {}
        yield from _save(plan_file, unit, UNITS, index, row | kept)


def load_members(plan_file: PlanFile, event: Event) -> Iterator[str]:
    """Make or update the people of the committee; yield what is wrong.

    They stand in the order of the file, before those whom somebody added in the admin.
    """
    present = list(CommitteeMember.objects.filter(event=event))
    for member in present:
        member.position += LAST
        member.save(update_fields=["position"])
    for index, row in enumerate(plan_file.lists[MEMBERS]):
        name = clean(row.get("name", ""))
        found = next((one for one in present if one.name == name), None)
        if found is not None:
            present.remove(found)
        member = found or CommitteeMember(event=event)
        member.position = index + 1
        yield from _save(plan_file, member, MEMBERS, index, row)
    renumber(CommitteeMember.objects.filter(event=event))


def _save(plan_file: PlanFile, instance: Any, section: str, index: int, row: Row) -> Iterator[str]:
    """Save what the file gives of a row; yield what is wrong."""
    assign(instance, row, only_given=instance.pk is not None)
    wrong = list(check(plan_file, instance, section, index))
    yield from wrong
    if not wrong:
        instance.save()


def name(
    plan_file: PlanFile, instance: models.Model, section: str, index: int, row: Row
) -> Iterator[str]:
    """Let a duty or a task point to the unit that its row names; yield what is wrong."""
    for key in UNITS_OF.get(type(instance), ()):
        for words in _named(instance, key, row):
            unit = _find(instance, words)
            wrong = [fault.partition(": ")[2] for fault in check(plan_file, unit, section, index)]
            yield from (f"{plan_file.location(section, index, key)}: {why}" for why in wrong)
            if not wrong and unit.pk is None:
                unit.save()
            if not wrong and key != "coordinating_units":
                setattr(instance, key, unit)
    if isinstance(instance, Duty):
        instance.addressed_as = row.get("unit", "")
    elif isinstance(instance, PreparationTask) and not row.get("lead_unit", "?").strip():
        instance.lead_unit = None


def name_several(instance: Any, row: Row) -> None:
    """Let a saved task point to the units that coordinate it."""
    if isinstance(instance, PreparationTask) and "coordinating_units" in row:
        named = [_find(instance, words) for words in _named(instance, "coordinating_units", row)]
        instance.coordinating_units.set(unit for unit in named if unit != instance.lead_unit)


def _named(instance: models.Model, key: str, row: Row) -> list[str]:
    """Return the names of the units in the value of a key."""
    words = clean(row.get(key, ""))
    if not words:
        return []
    if key == "coordinating_units":
        return split_units(words)
    return [addressed(words) if isinstance(instance, Duty) else words]


def _find(instance: Any, words: str) -> Unit:
    event = instance.plan.event if isinstance(instance, Duty) else instance.event
    units = Unit.objects.filter(event=event)
    found = units.called(words)
    if found is None and isinstance(instance, Duty):  # whose words are printed as they are
        found = units.filter(short_name=words).first()
    return found or Unit(event=event, name=words)
