"""What is asked when a list is confirmed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanSwitchWidget,
)

from events.models import Event
from events.sizes import MEBIBYTE
from events.web.uploads import MOST_BYTES, TooLarge
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


class ListField(forms.FileField):
    """A list in a file; what is in it is judged by `registrations.importing`."""

    widget = UnfoldAdminFileFieldWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ".xlsx,.xlsm,.ods,.csv,.txt"

    def to_python(self, data: Any) -> Any:
        """Return the file, unless its bytes were dropped on the way."""
        if isinstance(data, TooLarge):
            raise ValidationError(
                _("The file is too large. The most is %(most)d MB; choose a smaller file.")
                % {"most": MOST_BYTES // MEBIBYTE}
            )
        return super().to_python(data)


class ListForm(forms.Form):
    """A list to bring in."""

    kind = forms.ChoiceField(
        label=_("What the list is of"),
        choices=ImportDraft.Kind.choices,
        widget=UnfoldAdminSelectWidget,
    )
    event = forms.ModelChoiceField(
        Event.objects.none(), label=_("Ceremony"), empty_label=None, widget=UnfoldAdminSelectWidget
    )
    file = ListField(
        label=_("File"),
        help_text=_("Excel (.xlsx), LibreOffice (.ods) or .csv; nothing is saved yet."),
    )

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["event"]
        choice.queryset = events
