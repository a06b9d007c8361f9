"""The form that publishes a programme."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from agenda.models import ProgrammeVersion
from agenda.services.audiences import AUDIENCES
from events.web.form_fields import TypedField

NOTE_MAX = ProgrammeVersion._meta.get_field("note").max_length


class PublishForm(forms.Form):
    """What is noted of a version, and who is written to: a box for each audience in `offered`."""

    note = TypedField(
        label=_("Note"),
        required=False,
        max_length=NOTE_MAX,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("For the organizing committee, as in “Đồng chí … dự và phát biểu chỉ đạo”."),
    )

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in offered:
            self.fields[f"tell_{name}"] = forms.BooleanField(
                label=str(AUDIENCES[name].label),
                required=False,
                initial=AUDIENCES[name].by_default,
                widget=UnfoldBooleanWidget,
            )

    def told(self) -> list[str]:
        """Return the audiences that were ticked."""
        return [name for name in AUDIENCES if self.cleaned_data.get(f"tell_{name}")]
