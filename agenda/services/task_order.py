"""Which tasks there are and in which order: added, moved, split."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.errors import AgendaError
from agenda.models import PreparationTask
from events.models import Event


def _locked(event_id: int) -> list[PreparationTask]:
    """Return the tasks in their order, while nobody else moves one of them."""
    # the row of the ceremony is the lock: two who move at once would give one place twice
    Event.objects.select_for_update(no_key=True).get(pk=event_id)
    return list(PreparationTask.objects.filter(event_id=event_id).order_by("position", "pk"))


def _number(rows: list[PreparationTask]) -> None:
    """Write the places 1, 2, 3 … where they differ, in one statement."""
    moved = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            moved.append(row)
    PreparationTask.objects.bulk_update(moved, ["position"])


@transaction.atomic
def append(task: PreparationTask) -> None:
    """Save a new task behind the others of its ceremony."""
    rows = _locked(task.event_id)
    _number(rows)
    task.position = len(rows) + 1
    task.save()


@transaction.atomic
def remove(task: PreparationTask) -> None:
    """Delete a task with its log, and close the gap."""
    _locked(task.event_id)
    task.delete()
    _number(list(PreparationTask.objects.filter(event_id=task.event_id).order_by("position")))


@transaction.atomic
def place(task: PreparationTask, *, before: int = 0, after: int = 0) -> bool:
    """Move a task before or behind another one, named by key; tell whether it moved.

    Raises `AgendaError` where the other one is gone.
    """
    rows = _locked(task.event_id)
    moving = next((row for row in rows if row.pk == task.pk), None)
    other = next((row for row in rows if row.pk == (before or after)), None)
    if moving is None or other is None:
        raise AgendaError(_("This task was removed meanwhile by somebody else."))
    if moving is other:
        return False
    order = [row.pk for row in rows]
    rows.remove(moving)
    rows.insert(rows.index(other) + (0 if before else 1), moving)
    _number(rows)
    return order != [row.pk for row in rows]


@transaction.atomic
def split(task: PreparationTask, *, kept: str, taken: str, seen: str) -> PreparationTask:
    """Make two tasks of one: it keeps some of its words, the new one behind it takes the others.

    Units, due day and deliverable are taken along; the new one is not begun. `seen` are the words
    that the page showed. Raises `AgendaError`.
    """
    rows = _locked(task.event_id)
    current = next((row for row in rows if row.pk == task.pk), None)
    if current is None:
        raise AgendaError(_("This task was removed meanwhile by somebody else."))
    if current.content != seen:
        raise AgendaError(
            _("Somebody else has changed this task meanwhile; it now says: “%(content)s”.")
            % {"content": current.content}
        )
    current.content = kept
    current.save(update_fields=["content"])
    new = PreparationTask(
        event_id=current.event_id,
        content=taken,
        lead_unit_id=current.lead_unit_id,
        due_on=current.due_on,
        deliverable=current.deliverable,
        position=len(rows) + 1,
    )
    new.save()
    rows.insert(rows.index(current) + 1, new)
    new.coordinating_units.set(current.coordinating_units.all())
    _number(rows)
    return new


@transaction.atomic
def set_due(
    event_id: int, units: Iterable[int], day: datetime.date
) -> list[tuple[PreparationTask, datetime.date | None]]:
    """Give what is due of these units a common day; return the tasks changed, with theirs before.

    What is not due yet keeps its day.
    """
    _locked(event_id)
    awaited = PreparationTask.objects.awaited().filter(event=event_id, lead_unit__in=list(units))
    rows = awaited.select_for_update(no_key=True).order_by("position", "pk")
    today = timezone.localdate()
    due = [row for row in rows if row.reminded_from() <= today and row.due_on != day]
    changed = [(row, row.due_on) for row in due]
    PreparationTask.objects.filter(pk__in=[row.pk for row in due]).update(due_on=day)
    return changed
