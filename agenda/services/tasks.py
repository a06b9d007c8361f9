"""The only writer of what has become of a task: each change of state or percent is a report."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.errors import NotReported, ReportedMeanwhile
from agenda.models import PreparationTask, TaskFile, TaskUpdate
from agenda.models.preparation import FIRST_DAY, Status
from events.models import Unit
from events.vietnamese.text import clean, clean_lines
from events.web.uploads import Upload

# what a report writes on its task
CHANGED = ["status", "percent", "blocked_reason", "done_on", "accepted_by"]
MOST_FILES = 5
LONGEST_WORDS, LONGEST_NAME = 4000, 150  # characters


@transaction.atomic
def report(
    task: PreparationTask,
    *,
    by: str,
    unit: Unit | None = None,
    status: str,
    percent: int,
    words: str = "",
    files: Sequence[Upload] = (),
    nonce: UUID | None = None,
    blocked_reason: str = "",
    accepted_by: str = "",
    done_on: datetime.date | None = None,
    seen: int | None = None,
) -> TaskUpdate:
    """Write what `by` reports on a task, and let the task say it; `task` is brought up to date.

    `percent` is 0 to 100. `blocked_reason` counts with the state blocked, where an empty one keeps
    what stands there; `accepted_by` and `done_on` count with done: else it is `by` and today.
    `unit` reports behind its link, on its own tasks only. The same `nonce` a second time changes
    nothing and returns the first report. `seen` is the number of the last report that the page
    showed, 0 for none; None asks nothing. Raises `NotReported`, `ReportedMeanwhile`.
    """
    # the row of the task is the lock: of two reports the second sees what the first has written
    locked = PreparationTask.objects.select_for_update(no_key=True).get(pk=task.pk)
    if nonce is not None and (first := TaskUpdate.objects.filter(nonce=nonce).first()):
        if (first.task_id, first.unit_id) != (locked.pk, unit.pk if unit else None):
            raise NotReported(_("This form was sent for another task before. Open the page anew."))
        return first
    if unit is not None and not PreparationTask.objects.of_unit(unit).filter(pk=task.pk).exists():
        raise NotReported(_("This unit neither leads nor coordinates the task."))
    if seen is not None:
        _check_seen(locked, seen)
    words, reason = clean_lines(words), clean_lines(blocked_reason)
    update = TaskUpdate(
        task=locked,
        by=clean(by)[: TaskUpdate._meta.get_field("by").max_length],
        unit=unit,
        status_before=locked.status,
        percent_before=locked.percent,
        status=status,
        percent=percent,
        words=words,
        nonce=nonce,
    )
    if status == Status.BLOCKED:
        update.blocked_reason = reason or locked.blocked_reason
    if status == Status.DONE:
        update.done_on = done_on or locked.done_on or timezone.localdate()
        update.accepted_by = clean(accepted_by) or locked.accepted_by or update.by[:LONGEST_NAME]
    _check(update, locked, files)
    update.save()
    TaskFile.objects.bulk_create(
        TaskFile(
            update=update,
            name=file.name,
            content=file.content,
            content_type=file.content_type,
            sha256=file.sha256,
        )
        for file in files
    )
    for row in (locked, task):
        for name in CHANGED:
            setattr(row, name, getattr(update, name))
    locked.save(update_fields=CHANGED)
    return update


def shown(task: PreparationTask, seen: int) -> dict[str, Any]:
    """Return the state of a task as a page showed it whose last report was number `seen`."""
    last = task.updates.order_by("-pk").first()
    if last is None or last.pk == seen:
        return {name: getattr(task, name) for name in CHANGED}
    if found := task.updates.filter(pk=seen).first():
        return {name: getattr(found, name) for name in CHANGED}
    first = task.updates.order_by("pk")[0]
    before = {"status": first.status_before, "percent": first.percent_before}
    return {"blocked_reason": "", "done_on": None, "accepted_by": "", **before}


def _check_seen(task: PreparationTask, seen: int) -> None:
    last = task.updates.order_by("-pk").first()
    if last is not None and last.pk != seen:
        state = f"{task.get_status_display()}, {task.percent}%"
        raise ReportedMeanwhile(by=last.by, state=state)


def _check(update: TaskUpdate, task: PreparationTask, files: Sequence[Upload]) -> None:
    """Raise `NotReported` where a report makes no sense or says nothing."""
    if update.status not in Status.values:
        raise NotReported(_("Please choose the state of the task."))
    if not 0 <= update.percent <= 100:
        raise NotReported(_("Percent done is a number from 0 to 100."))
    if update.status == Status.DONE and update.percent < 100:
        raise NotReported(_("A task that is done is done to 100 percent."))
    if update.status == Status.PLANNED and update.percent > 0:
        raise NotReported(
            _("A task that is not begun is done to 0 percent; please choose another state.")
        )
    if update.status == Status.BLOCKED and not update.blocked_reason:
        raise NotReported(_("Please say what blocks the task."))
    if update.done_on is not None and update.done_on > timezone.localdate():
        raise NotReported(_("The day when the task was done lies in the future."))
    if update.done_on is not None and update.done_on < FIRST_DAY:
        raise NotReported(_("Please check the year of this day."))
    if len(update.accepted_by) > LONGEST_NAME:
        raise NotReported(_("Please name who accepted the task in at most 150 characters."))
    if max(len(update.words), len(update.blocked_reason)) > LONGEST_WORDS:
        raise NotReported(
            _("Please write at most %(most)d characters; put more into a file.")
            % {"most": LONGEST_WORDS}
        )
    if len(files) > MOST_FILES:
        raise NotReported(_("Please choose at most %(most)d files at once.") % {"most": MOST_FILES})
    says = update.words or files
    if not says and all(getattr(update, name) == getattr(task, name) for name in CHANGED):
        raise NotReported(
            _("Nothing has changed: please change state or percent, write words or choose a file.")
        )
