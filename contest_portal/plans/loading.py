"""Load a plan file: make or update its ceremony, all or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from agenda.models import ProgrammeVersion
from agenda.services import versions
from contest_portal.plans import loading_contest, loading_memoranda, loading_tasks, loading_units
from contest_portal.plans.loading_rows import assign, check
from contest_portal.plans.plan_file import LISTS, MEMBERS, PlanFile, PlanFileError, Row
from events.models import Contest, Event, Plan
from registrations.errors import TooFewSeats
from registrations.models import Seating
from registrations.services import capacity, locking

OF_PLAN = ("bases", "purposes", "duties", "recipients")
SEATING_RULES = ["policy", "opens_at", "closes_at", "allotments_until", "promotion_until"]
SAME_BY = {
    "tasks": "content",
    "agenda": "title",
    "sponsors": "name",
}  # the sentence that tells which row it is


@dataclass(frozen=True)
class Loaded:
    """What was loaded: the ceremony, whether it is new, and the number of rows per list.

    `left_alone` tells what the file could not change any more, a sentence each.
    """

    event: Event
    created: bool
    counts: dict[str, int]
    left_alone: list[str]


@transaction.atomic
def load(plan_file: PlanFile) -> Loaded:
    """Make or update the ceremony of a plan file. Raises `PlanFileError`; then nothing changed."""
    faults: list[str] = []
    tables = plan_file.tables
    event = Event.objects.filter(slug=tables["event"].get("slug")).first()
    created = event is None
    if event:
        locking.hold_seats(event)
    contest = _contest(event, tables["contest"])
    event = event or Event()
    plan = (Plan.objects.filter(event=event).first() if event.pk else None) or Plan()
    heads = {"contest": contest, "event": event, "plan": plan}
    for section, instance in heads.items():
        assign(instance, tables[section])
        faults += check(plan_file, instance, section)
    if faults:
        raise PlanFileError(faults)
    contest.save()
    event.contest = contest
    event.save()
    plan.event = event
    plan.save()
    faults += loading_units.load(plan_file, event)
    faults += loading_units.load_members(plan_file, event)
    left_alone: list[str] = []
    faults += loading_contest.load(plan_file, contest, left_alone)
    for section in LISTS:
        if section == MEMBERS:
            continue
        parent: models.Model = plan if section in OF_PLAN else event
        faults += _sync(plan_file, section, parent, left_alone)
    if not faults:  # rows that could not be saved would be missed below
        faults += loading_memoranda.load(plan_file, event, left_alone)
    faults += _seats(plan_file, event)
    if faults:
        raise PlanFileError(faults)
    left_alone += _publish(event)
    counts = {name: len(rows) for name, rows in plan_file.lists.items()}
    return Loaded(event, created, counts, left_alone)


def _contest(event: Event | None, row: Row) -> Contest:
    """Return the contest that the file means: by name and edition, else that of the ceremony."""
    named = Contest.objects.filter(name=row.get("name", ""), edition=row.get("edition", 1))
    return named.first() or (event.contest if event else Contest())


def _sync(
    plan_file: PlanFile, section: str, parent: models.Model, left_alone: list[str]
) -> Iterator[str]:
    """Make the rows of a list equal to the file, keeping the rows that mean the same.

    A row is found again by its sentence, else by its place: so a registration keeps its
    delegation when delegations are reordered or when one sentence is mended. Of a task that is
    there already, what the file says nothing of stays.
    """
    is_tasks = section == loading_tasks.SECTION
    rows = plan_file.lists[section]
    model = LISTS[section]
    parent_name = "plan" if section in OF_PLAN else "event"
    present = list(model._default_manager.filter(**{parent_name: parent}).order_by("position"))
    found = _match(present, rows, SAME_BY.get(section, "text"))
    gone: list[Any] = [old for old in present if old not in found]
    kept: list[Any] = loading_tasks.left_out(gone, left_alone) if is_tasks else []
    for position, old in enumerate(kept, start=len(rows) + 1):
        old.position = position
        old.save(update_fields=["position"])
    for old in gone:
        if old not in kept:
            try:
                old.delete()
            except ProtectedError:
                yield f"{plan_file.location(section)}: " + _still_needed(section) % {"row": old}
    for index, (row, old_row) in enumerate(zip(rows, found, strict=True)):
        instance: Any = old_row or model()
        only_given = is_tasks and old_row is not None
        assign(instance, loading_tasks.words_of(row) if is_tasks else row, only_given=only_given)
        setattr(instance, parent_name, parent)
        instance.position = index + 1
        wrong = list(loading_units.name(plan_file, instance, section, index, row))
        wrong += check(plan_file, instance, section, index)
        yield from wrong
        if not wrong:
            instance.save()
            loading_units.name_several(instance, row)
        if is_tasks and not wrong:
            yield from loading_tasks.report(plan_file, instance, index, row)


def _still_needed(section: str) -> str:
    if section == "sponsors":
        return _("“%(row)s” cannot be left out: there is a memorandum with this sponsor.")
    return _("“%(row)s” cannot be left out: delegates are registered under it.")


def _match(present: list[Any], rows: list[Row], key: str) -> list[Any | None]:
    """Return for each row of the file the present row that it continues, or None."""
    left = list(present)
    found: list[Any | None] = []
    for row in rows:
        same = next((old for old in left if getattr(old, key) == row.get(key)), None)
        found.append(same)
        if same is not None:
            left.remove(same)
    for index, row_found in enumerate(found):
        if row_found is None:
            same = next((old for old in left if old.position == index + 1), None)
            if same is not None:
                found[index] = same
                left.remove(same)
    return found


def _publish(event: Event) -> Iterator[str]:
    """Publish the programme of a new ceremony; of a published one the file changes the draft."""
    if not event.agenda_items.exists():
        return
    if not ProgrammeVersion.objects.of(event.pk).exists():
        versions.publish(event, note=_("As in the plan file"))
        return
    last = versions.latest(event.pk)
    if last is not None and last.read_items() != versions.draft_items(event.pk):
        yield _(
            "The programme of the file is now the draft; the public still sees version "
            "%(number)s. Please look at the difference and publish it in the admin."
        ) % {"number": last.number}


def _seats(plan_file: PlanFile, event: Event) -> Iterator[str]:
    row = plan_file.tables["seating"]
    seating = Seating(event=event)
    assign(seating, row)
    wrong = list(check(plan_file, seating, "seating"))
    yield from wrong
    if wrong:
        return
    try:
        made = capacity.open_seating(
            event=event, public_seats=seating.public_seats, reserve_seats=seating.reserve_seats
        )
    except TooFewSeats as error:
        yield f"{plan_file.location('seating')}: {error}"
        return
    for name in SEATING_RULES:
        setattr(made, name, getattr(seating, name))
    made.save(update_fields=SEATING_RULES)
