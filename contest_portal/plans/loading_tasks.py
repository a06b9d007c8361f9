"""What has become of the tasks of a plan file: reported like everything else, never overwritten."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from agenda.errors import NotReported
from agenda.models import PreparationTask
from agenda.services import tasks
from contest_portal.plans.plan_file import PlanFile, Row

SECTION = "tasks"


def words_of(row: Row) -> Row:
    """Return a row without what is reported."""
    return {key: value for key, value in row.items() if key not in tasks.CHANGED}


def report(plan_file: PlanFile, task: PreparationTask, index: int, row: Row) -> Iterator[str]:
    """Report what the row says of a saved task, where the task says otherwise; yield faults."""
    told: dict[str, Any] = {key: row[key] for key in tasks.CHANGED if key in row}
    if all(getattr(task, key) == value for key, value in told.items()):
        return
    now = {key: getattr(task, key) for key in tasks.CHANGED}
    try:
        tasks.report(
            task, by=_("Plan file %(name)s") % {"name": plan_file.path.name}, **(now | told)
        )
    except NotReported as error:
        yield f"{plan_file.location(SECTION, index, next(iter(told)))}: {error}"


def left_out(present: Sequence[PreparationTask], left_alone: list[str]) -> list[PreparationTask]:
    """Return those of the tasks that the file leaves out which stay: a log is not thrown away."""
    kept = [task for task in present if task.updates.exists()]
    text = _("Task “%(task)s” is not in the file; it was reported on, so it was left as it is.")
    left_alone += [text % {"task": task} for task in kept]
    return kept
