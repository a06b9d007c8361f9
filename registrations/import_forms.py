"""What is asked when a list is confirmed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDateWidget, UnfoldBooleanSwitchWidget

from registrations.models import ImportDraft


class ConfirmForm(forms.Form):
    """How a list is imported: delegates with or without letters, invitations until when."""

    silently = forms.BooleanField(
        label=_("Send no letter"),
        help_text=_("Else each delegate with an e-mail address gets the letter of the result."),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )
    deadline = forms.DateField(
        label=_("Answer until, where the list says nothing"),
        help_text=_("dd/mm/yyyy; may stay empty."),
        required=False,
        widget=UnfoldAdminDateWidget,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = "deadline" if kind == ImportDraft.Kind.DELEGATES else "silently"
        del self.fields[other]
