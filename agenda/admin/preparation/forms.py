"""What is typed about a task: its words, what has become of it, how it is split."""

import datetime
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from agenda.models import PreparationTask
from agenda.models.preparation import Status
from agenda.services import tasks
from agenda.services.tasks import LONGEST_NAME, LONGEST_WORDS, MOST_FILES
from events.admin.base import who_is
from events.admin.committee import Suggesting
from events.admin.fresh_forms import FreshForm
from events.models import CommitteeMember, Event, Unit
from events.validators import validate_printable_by_staff
from events.vietnamese.text import clean_lines
from events.web.form_fields import TypedField
from events.web.uploads import UploadField


class DayInput(forms.DateInput):
    """A day as people here write it; a calendar would not survive that its row is put anew."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "class": " ".join([*INPUT_CLASSES, "task-day"]),
                "placeholder": "dd/mm/yyyy",
                "inputmode": "numeric",
                "autocomplete": "off",
            }
        )


def lines(rows: int = 2) -> UnfoldAdminTextareaWidget:
    """Return a box that grows with its words."""
    return UnfoldAdminTextareaWidget(attrs={"rows": rows})


class TaskForm(FreshForm):
    """The words of a task. What has become of it is reported, not edited."""

    event: Event | None = None  # of a task that is new; set by the page

    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Lead unit"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    coordinating_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Coordinating units"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "task-units"}),
    )
    due_on = forms.DateField(label=gettext_lazy("Due day"), required=False, widget=DayInput)

    class Meta:
        model = PreparationTask
        fields = ["content", "lead_unit", "coordinating_units", "due_on", "deliverable"]
        widgets = {"content": lines(), "deliverable": lines(1)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event_id: int = self.instance.event_id or (self.event.pk if self.event else 0)
        units = Unit.objects.filter(event_id=event_id)
        for name in ("lead_unit", "coordinating_units"):
            field: Any = self.fields[name]
            field.queryset = units

    def clean(self) -> dict[str, Any]:
        """Refuse a unit that would coordinate with itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lead = cleaned.get("lead_unit")
        if lead is not None and lead in (cleaned.get("coordinating_units") or ()):
            self.add_error(
                "coordinating_units",
                _("The lead unit need not be among the coordinating units: take it out there."),
            )
        return cleaned

    def _told(self, bound: BoundField) -> str:
        return f"{super()._told(bound)} {last_editor(self.instance)}".strip()


def last_editor(task: PreparationTask) -> str:
    """Return in words who edited a task last, and when; "" where nobody is known."""
    kind = ContentType.objects.get_for_model(PreparationTask)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(task.pk))
    entry = entries.select_related("user").order_by("-action_time").first()
    if entry is None:
        return ""
    words = _("Changed by %(who)s at %(at)s.")
    at = timezone.localtime(entry.action_time)
    return words % {"who": who_is(entry.user), "at": f"{at:%H:%M %d/%m/%Y}"}


class FilesInput(forms.FileInput):
    """A way to choose several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return all that were chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class UploadsField(UploadField):
    """Several files, each checked as every upload; its value is a list of `Upload`."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the checked files. Raises `ValidationError` with the name of the wrong one."""
        chosen = [one for one in data if one] if isinstance(data, list | tuple) else []
        if len(chosen) > MOST_FILES:
            text = _("Please choose at most %(most)d files at once.")
            raise ValidationError(text % {"most": MOST_FILES})
        files, wrong = [], []
        for one in chosen:
            try:
                files.append(super().clean(one, initial))
            except ValidationError as error:
                wrong += [f"{one.name}: {message}" for message in error.messages]
        if wrong:
            raise ValidationError(wrong)
        return [file for file in files if file is not None]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether anything was chosen."""
        return bool(data)


class ReportForm(forms.Form):
    """What has become of a task.

    `seen` is the number of the last report that the page showed: the log tells from what state
    its user started, so nothing that was not touched is written.
    """

    status = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[(key, capfirst(label)) for key, label in Status.choices],
        widget=UnfoldAdminSelectWidget(attrs={"data-task-status": ""}),
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Done, in percent"),
        min_value=0,
        max_value=100,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "class": "task-percent"}),
    )
    blocked_reason = TypedField(
        label=gettext_lazy("What blocks it"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("Needed for the state “blocked”."),
        widget=lines(),
    )
    done_on = forms.DateField(
        label=gettext_lazy("Done on"),
        required=False,
        help_text=gettext_lazy("Else today."),
        widget=DayInput,
    )
    accepted_by = TypedField(
        label=gettext_lazy("Accepted by"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Else you."),
        widget=Suggesting,
    )
    words = TypedField(
        label=gettext_lazy("What is reported"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=lines(),
    )
    attachments = UploadsField(
        label=gettext_lazy("Files"),
        required=False,
        accepted=("image", "pdf"),
        help_text=gettext_lazy("PDF or pictures; several may be chosen."),
    )

    def __init__(
        self, *args: Any, task: PreparationTask, seen: int, wanted: str = "", **kwargs: Any
    ) -> None:
        """`wanted` is a state that was chosen already, and still needs a word."""
        self.task, self.seen = task, seen
        kwargs.setdefault("prefix", "report")
        initial = tasks.shown(task, seen)
        if wanted:
            initial["status"] = wanted
        if wanted == Status.DONE:
            initial |= {"percent": 100, "done_on": timezone.localdate()}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        accepted_by: Any = self.fields["accepted_by"].widget
        accepted_by.members = CommitteeMember.objects.filter(event=task.event_id)

    def arguments(self) -> dict[str, Any]:
        """Return what is to be reported; what was not touched stays as the task has it now."""
        touched = set(self.changed_data)
        kept = {name: getattr(self.task, name) for name in tasks.CHANGED if name not in touched}
        said = dict(self.cleaned_data)
        return {"files": said.pop("attachments"), **said, **kept}

    def catch_up(self) -> None:
        """Show what the task says by now wherever nothing was touched."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in tasks.CHANGED:
            if name not in self.changed_data:
                value = getattr(self.task, name)
                shown = f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else value
                data[self.add_prefix(name)] = "" if shown is None else shown
        self.data = data

    @property
    def touches_state(self) -> bool:
        """Whether more is to be written than words and files."""
        return not {*tasks.CHANGED}.isdisjoint(self.changed_data)


class SplitForm(forms.Form):
    """Two tasks of one: the words are divided by whoever splits it."""

    kept = TypedField(label=gettext_lazy("What this task keeps"), widget=lines(3))
    taken = TypedField(label=gettext_lazy("What the new task takes"), widget=lines(3))

    def clean_kept(self) -> str:
        """Return the words as they are stored."""
        return _printed(self.cleaned_data["kept"])

    def clean_taken(self) -> str:
        """Return the words as they are stored."""
        return _printed(self.cleaned_data["taken"])


def _printed(words: str) -> str:
    validate_printable_by_staff(words)
    return clean_lines(words)
