"""A task that is edited where it stands: its words, and what has become of it."""

import uuid
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import construct_change_message
from django.db import transaction
from django.http import HttpRequest

from agenda.admin.preparation.forms import ReportForm, TaskForm
from agenda.errors import AgendaError, ReportedMeanwhile
from agenda.models import PreparationTask
from agenda.models.preparation import Status
from agenda.services import tasks
from events.admin.base import as_key, readable, who_is


def as_nonce(typed: str) -> uuid.UUID | None:
    """Return the number that makes a report one, however often it is sent."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def last_report(task: PreparationTask) -> int:
    """Return the number of the last report on a task, 0 for none."""
    return task.updates.order_by("-pk").values_list("pk", flat=True).first() or 0


def send(request: HttpRequest, form: ReportForm) -> bool:
    """Report what a valid form says; a refusal is told in the form.

    Who was told that somebody else came first has seen it: sent once more, it is meant.
    """
    said = form.arguments()
    seen = as_key(request.POST.get("seen", "")) if form.touches_state else None
    nonce = as_nonce(request.POST.get("nonce", ""))
    try:
        tasks.report(form.task, by=who_is(request.user), nonce=nonce, seen=seen, **said)
    except AgendaError as error:
        form.add_error(None, str(error))
        if isinstance(error, ReportedMeanwhile):
            form.catch_up()
            form.seen = last_report(form.task)
        return False
    return True


# what is asked first where a state was chosen that needs a word
FIRST: dict[str, str] = {Status.BLOCKED: "blocked_reason", Status.DONE: "accepted_by"}


@dataclass
class Editor:
    """The two forms of a task."""

    task: PreparationTask
    words: TaskForm
    report: ReportForm
    nonce: uuid.UUID

    @classmethod
    def opened(cls, task: PreparationTask, wanted: str = "") -> Self:
        """Return the forms as they are first shown."""
        words = TaskForm(instance=task)
        report = ReportForm(task=task, seen=last_report(task), wanted=wanted)
        needed = FIRST.get(wanted)
        first: Any = report.fields[needed] if needed else words.fields["content"]
        first.widget.attrs["autofocus"] = True
        return cls(task, words, report, uuid.uuid4())

    @classmethod
    def sent(cls, request: HttpRequest, task: PreparationTask) -> Self:
        """Return the forms with what was typed."""
        seen = as_key(request.POST.get("seen", ""))
        words = TaskForm(request.POST, instance=task)
        report = ReportForm(request.POST, request.FILES, task=task, seen=seen)
        return cls(task, words, report, uuid.uuid4())

    def save(self, request: HttpRequest) -> bool:
        """Write what was changed, all of it or nothing; the task is locked by the caller."""
        is_reported = self.report.has_changed()
        is_valid = [self.words.is_valid(), self.report.is_valid() or not is_reported]
        if not all(is_valid):
            return False
        with transaction.atomic():
            if self.words.has_changed():
                self.words.save()
                log_change(request, self.task, self.words)
            if is_reported and not send(request, self.report):
                transaction.set_rollback(True)
                return False
        return True


def log_change(request: HttpRequest, task: PreparationTask, form: TaskForm) -> None:
    """Write down in the history which words of a task were changed."""
    user: Any = request.user
    changed: Any = form
    message = readable(construct_change_message(changed, [], add=False))
    LogEntry.objects.log_actions(user.pk, [task], CHANGE, message, single_object=True)
