"""What a unit may report behind its secret link: the lead how far it is, the others words."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.errors import NotReported
from agenda.models import PreparationTask, TaskUpdate
from agenda.models.preparation import Status
from agenda.services import tasks
from events.models import Unit
from events.web.uploads import Upload


@transaction.atomic
def report(
    unit: Unit,
    task: PreparationTask,
    *,
    percent: int | None = None,
    blocked: bool = False,
    words: str = "",
    file: Upload | None = None,
    nonce: UUID | None = None,
    seen: int | None = None,
) -> TaskUpdate:
    """Write what a unit reports on a task of its own.

    Only the lead says how far it is, in `percent`, and that it is `blocked`, for which the words
    are the reason; of a coordinating unit both are left out. To 100 percent it is not done yet: an
    organizer accepts it. The same `nonce` a second time returns the first report. `seen` is as in
    `tasks.report`. Raises `NotReported`, `ReportedMeanwhile`.
    """
    # in the order in which a merger locks: else each would wait for the other
    if not Unit.objects.select_for_update(no_key=True).filter(pk=unit.pk).exists():
        raise NotReported(_("This unit neither leads nor coordinates the task."))
    # state and percent of a coordinating unit's report are those of this moment
    locked = PreparationTask.objects.select_for_update(no_key=True).get(pk=task.pk)
    sent = TaskUpdate.objects.filter(nonce=nonce, unit=unit, task=locked)
    if nonce is not None and (first := sent.first()):
        return first
    if locked.is_done:
        raise NotReported(
            _("The organizing committee has noted this task as done: nothing is to be reported.")
        )
    leads = locked.lead_unit_id == unit.pk
    status, reached = Status(locked.status), locked.percent
    if leads and percent is not None:
        reached = percent
        status = Status.PLANNED if status == Status.PLANNED and not percent else Status.UNDER_WAY
    if leads and blocked:
        status = Status.BLOCKED
    return tasks.report(
        task,
        by=unit.name,
        unit=unit,
        status=status,
        percent=reached,
        words=words,
        files=[file] if file else [],
        nonce=nonce,
        blocked_reason=words if leads and blocked else "",
        seen=seen if leads else None,
    )
