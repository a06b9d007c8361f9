"""A list of delegates from the office of an invited body: pasted, or a file to be read first."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.sizes import MEBIBYTE
from events.vietnamese import text
from events.web.form_fields import TypedField
from events.web.uploads import TooLarge
from registrations.importing.pasted_lines import from_cells, names_nobody
from registrations.public.fields import PublicForm, layout
from registrations.public.invitation.forms import NOTICE, consent_box

LINES_MAX = 200
FILE_LINES_MAX = 500  # with headings, groups and signatures; each takes a millisecond to read
LIST_MAX = 60_000  # characters; longer ones are not even looked at
FILE_MAX = 5 * MEBIBYTE  # two hundred lines are a hundredth of it, but a letterhead may stand there


class ListFile(forms.FileField):
    """A list in a file; what is in it is judged by `registrations.importing`."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.ods,.csv,.txt"})

    def to_python(self, data: Any) -> Any:
        """Return the file, unless it is larger than any list of an office."""
        if isinstance(data, TooLarge) or (data and data.size > FILE_MAX):
            raise ValidationError(
                _("The file is too large. The most is %(most)d MB; choose a smaller file.")
                % {"most": FILE_MAX // MEBIBYTE}
            )
        return super().to_python(data)


class FileForm(PublicForm):
    """The file of a list, which is read and kept nowhere."""

    file = ListFile(
        label=_("List in a file"),
        required=False,  # of the page; for reading it is needed
        help_text=_(
            "Excel (.xlsx), LibreOffice (.ods) or .csv. You see first what was read; nothing is "
            "saved yet."
        ),
        error_messages={"empty": _("The file is empty. Choose the right file.")},
    )

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the field stands on the page."""
        return layout("file")

    def clean_file(self) -> Any:
        """Refuse to read nothing."""
        if not self.cleaned_data["file"]:
            raise ValidationError(_("Please choose the file first."))
        return self.cleaned_data["file"]


class LinesInput(TypedField):
    """A pasted list."""

    typed_max = LIST_MAX


class ListForm(PublicForm):
    """Several delegates, a line each."""

    lines = LinesInput(
        label=_("List of delegates"),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_(
            "One delegate per line: full name; position; telephone; e-mail. Only the name is "
            "needed. A table copied from Excel or Word is understood, too."
        ),
        error_messages={"required": _("Please enter at least one delegate.")},
        strip=False,
    )
    consent = consent_box()

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return layout("lines", NOTICE, "consent")

    def clean_lines(self) -> list[str]:
        """Return the lines that are not empty."""
        typed = self.cleaned_data["lines"]
        if len(typed) > LIST_MAX:
            raise ValidationError(_("This is too long: please send the list in several parts."))
        rows = text.clean_lines("\n".join(map(from_cells, typed.splitlines()))).split("\n")
        lines = [line for line in rows if line.strip(' ;,"') and not names_nobody(line)]
        if not lines:
            raise ValidationError(_("Please enter at least one delegate."))
        if len(lines) > LINES_MAX:
            raise ValidationError(
                ngettext(
                    "Please send at most %(count)d delegate at once.",
                    "Please send at most %(count)d delegates at once.",
                    LINES_MAX,
                )
                % {"count": LINES_MAX}
            )
        return lines
