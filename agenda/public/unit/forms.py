"""What a unit types about one of its tasks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.models import PreparationTask
from agenda.models.preparation import Status
from agenda.services.tasks import LONGEST_WORDS
from events.vietnamese.text import clean_lines
from events.web.form_fields import TypedField
from events.web.uploads import UploadField

STEPS = (0, 25, 50, 75, 100)


class WordsField(TypedField):
    """Lines of text; what is too long is told and kept on the page, not cut."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the lines as they are stored."""
        return clean_lines(str(value or "")[: self.typed_max])

    def validate(self, value: Any) -> None:
        """Refuse what is too long."""
        super().validate(value)
        if len(value) > LONGEST_WORDS:
            raise ValidationError(
                _("Please write at most %(most)d characters; put more into a file.")
                % {"most": LONGEST_WORDS}
            )


class ReportForm(forms.Form):
    """A report on one task; how far it is and that it is blocked, of the lead unit only."""

    percent = forms.TypedChoiceField(
        label=_("How far it is"),
        coerce=int,
        widget=forms.RadioSelect,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": _("Please choose how far it is.")},
    )
    words = WordsField(
        label=_("What was done, what is still missing"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    blocked = forms.BooleanField(
        label=_("We cannot go on: the organizing committee should help"), required=False
    )
    file = UploadField(
        label=_("A file, where there is one (PDF or picture)"),
        accepted=("pdf", "image"),
        required=False,
        widget=forms.FileInput,
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, task: PreparationTask, leads: bool
    ) -> None:
        initial = {"percent": task.percent, "blocked": task.status == Status.BLOCKED}
        super().__init__(data, files, initial=initial, auto_id=f"task-{task.pk}-%s")
        self.leads = leads
        if leads:
            steps = sorted({*STEPS, task.percent})
            choice: Any = self.fields["percent"]
            choice.choices = [(step, f"{step}%") for step in steps]
        else:
            del self.fields["percent"], self.fields["blocked"]
        for name, field in self.fields.items():
            if name != "percent":
                look = "form-check-input" if name == "blocked" else "form-control"
                field.widget.attrs["class"] = look

    def clean(self) -> dict[str, Any]:
        """Ask for words where the report needs them."""
        values = super().clean() or self.cleaned_data
        if "words" in self.errors or "file" in self.errors:
            return values
        if values.get("blocked") and not values.get("words"):
            self.add_error("words", _("Please write what blocks the task and what help is needed."))
        if not self.leads and not values.get("words") and not values.get("file"):
            self.add_error("words", _("Please write what is to be reported, or choose a file."))
        if self.errors and self.files:
            self.add_error(None, gettext("Please choose the file once more, too."))
        return values
