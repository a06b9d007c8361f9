"""Tables of tasks brought in: what becomes of each row, then all of it or nothing."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.errors import AgendaError
from agenda.importing.table import TaskRow
from agenda.models import PreparationTask, TaskUpdate
from agenda.models.preparation import Status
from agenda.services import task_order, tasks
from events.models import Event, Unit
from events.units import known
from events.vietnamese.names import fold


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("as it stands")
    REFUSED = "refused", gettext_lazy("not imported")


@dataclass
class Planned:
    """What becomes of one row: of which task, and what changes as (what, before, after)."""

    row: TaskRow
    outcome: Outcome
    task: PreparationTask | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    new_units: list[str] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)  # what `tasks.report` is told, if anything

    def as_key(self) -> list[Any]:
        """Return what a preview is compared by with what would be written later."""
        changes = [list(change) for change in self.changes]
        key = self.task.pk if self.task else 0
        return [self.row.row, self.outcome.value, key, changes, self.new_units]


def compare(event: Event, rows: Sequence[TaskRow]) -> list[Planned]:
    """Return what would become of each row now; nothing is written.

    A task is known by its words, however they are written. An empty cell changes nothing.
    """
    present = {_key(task.content): task for task in reversed(_tasks(event))}
    units = known(event)
    numbers = TaskUpdate.objects.filter(task__event=event, nonce__isnull=False)
    said = set(numbers.values_list("nonce", flat=True))
    planned: list[Planned] = []
    seen: set[str] = set()
    for row in rows:
        key = _key(row.content)
        if not row.refused and key in seen:
            row.refused = _("This task stands in the list twice.")
        seen.add(key)
        if row.refused:
            planned.append(Planned(row, Outcome.REFUSED))
            continue
        task = present.get(key)
        one = Planned(row, Outcome.NEW if task is None else Outcome.SAME, task)
        names = [name for name in (row.lead, *row.others) if name]
        one.new_units = [name for name in names if fold(name) not in units]
        one.report = _report(row, task, said)
        if task is not None:
            one.changes = [*_changes(task, row, units), *_reported(task, one.report)]
            one.outcome = Outcome.CHANGED if one.changes else Outcome.SAME
        planned.append(one)
    return planned


@transaction.atomic
def carry_out(
    event: Event, rows: Sequence[TaskRow], *, by: str, expected: list[Any]
) -> tuple[list[PreparationTask], list[PreparationTask]]:
    """Write the rows; return the tasks that are new and those that were changed.

    `expected` is what the preview showed, as `Planned.as_key` of each row. Raises `AgendaError`
    where something else would become of them by now.
    """
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    # who edits one of the tasks now is waited for: what they type is not written over unseen
    own = PreparationTask.objects.filter(event=event).order_by("pk")
    list(own.select_for_update(no_key=True).values_list("pk"))
    planned = compare(event, rows)
    if [one.as_key() for one in planned] != expected:
        raise AgendaError(
            _("The tasks were changed meanwhile. Please look at the list once more, then confirm.")
        )
    units = known(event)
    made: list[PreparationTask] = []
    changed: list[PreparationTask] = []
    for one in planned:
        if one.outcome not in (Outcome.NEW, Outcome.CHANGED):
            continue
        task = one.task or PreparationTask(event=event, content=one.row.content)
        _fill(task, one.row, units)
        if task.pk is None:
            task_order.append(task)
            made.append(task)
        else:
            task.save(update_fields=["lead_unit", "due_on", "deliverable"])
            changed.append(task)
        others = [_unit(event, name, units) for name in one.row.others]
        if others:
            task.coordinating_units.set(unit for unit in others if unit and unit != task.lead_unit)
        elif task.lead_unit:
            task.coordinating_units.remove(task.lead_unit)
        if one.report:
            nonce = _nonce(task, one.report["words"]) if one.report["words"] else None
            tasks.report(task, by=by, nonce=nonce, **one.report)
    return made, changed


def _key(content: str) -> str:
    return " ".join(re.findall(r"\w+", fold(content)))


def _tasks(event: Event) -> list[PreparationTask]:
    return list(PreparationTask.objects.filter(event=event).with_units().order_by("position"))


def _unit(event: Event, name: str, units: dict[str, Unit]) -> Unit | None:
    """Return the unit of a name, made where there is none; None for no name."""
    if not name:
        return None
    if fold(name) not in units:
        units[fold(name)] = Unit.objects.create(event=event, name=name)
    return units[fold(name)]


def _fill(task: PreparationTask, row: TaskRow, units: dict[str, Unit]) -> None:
    task.lead_unit = _unit(task.event, row.lead, units) or task.lead_unit
    task.due_on = row.due_on or task.due_on
    task.deliverable = row.deliverable or task.deliverable


def _changes(
    task: PreparationTask, row: TaskRow, units: dict[str, Unit]
) -> list[tuple[str, str, str]]:
    """Return what a row says otherwise than the task does."""

    def called(name: str) -> str:
        return units[fold(name)].name if fold(name) in units else name

    lead = task.lead_unit.name if task.lead_unit else ""
    leads = called(row.lead) if row.lead else lead
    before = {unit.name for unit in task.coordinating_units.all()}
    after = ({*map(called, row.others)} or before) - {leads}
    pairs = [
        (_("Lead unit"), lead, leads),
        (_("Coordinating units"), *("; ".join(sorted(names)) for names in (before, after))),
        (_("Due on"), _day(task.due_on), _day(row.due_on)),
        (_("Deliverable"), task.deliverable, row.deliverable),
    ]
    return [(str(name), old, new) for name, old, new in pairs if new and old != new]


def _reported(task: PreparationTask, report: dict[str, Any]) -> list[tuple[str, str, str]]:
    if not report:
        return []
    state = Status(report["status"]).label
    old = f"{task.get_status_display()}, {task.percent}%"
    new = f"{state}, {report['percent']}%"
    pairs: list[tuple[Any, str, str]] = [(_("State"), old, new)]
    if report["status"] == Status.BLOCKED:
        pairs.append((_("What blocks it"), task.blocked_reason, report["blocked_reason"]))
    if report["status"] == Status.DONE:
        days = (_day(task.done_on), _day(report.get("done_on")))
        pairs.append((_("Done on"), *days))
        pairs.append((_("Accepted by"), task.accepted_by, report["accepted_by"]))
    told = [(str(name), was, now) for name, was, now in pairs if now and was != now]
    return told + ([(_("Log"), "", report["words"])] if report["words"] else [])


def _report(
    row: TaskRow, task: PreparationTask | None, said: set[uuid.UUID | None]
) -> dict[str, Any]:
    """Return what is to be reported of a row; nothing where the task says it all already."""
    now = task or PreparationTask()
    status = row.status or now.status
    percent = now.percent if row.percent is None else row.percent
    words = "" if task is not None and _nonce(task, row.words) in said else row.words
    told = {"status": status, "percent": percent}
    if status == Status.BLOCKED:
        told["blocked_reason"] = row.blocked_reason or now.blocked_reason
    if status == Status.DONE:
        told["accepted_by"] = row.accepted_by or now.accepted_by
        if row.done_on or now.done_on:
            told["done_on"] = row.done_on or now.done_on
    if not words and all(getattr(now, name) == value for name, value in told.items()):
        return {}
    return {**told, "words": words}


def _nonce(task: PreparationTask, words: str) -> uuid.UUID:
    """Return the number of what a list says of a task: read once more, it is not said twice."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{task.pk}|{words}")


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
