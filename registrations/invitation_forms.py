"""What the office of an invited body types: one delegate, a pasted list, a reason, a code."""

import re
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.vietnamese import phones, text
from registrations.forms import TYPED_MAX, EmailInput, LineInput, PhoneInput, PublicForm
from registrations.models import Invitation, Registration
from registrations.models.registration import CODE_LETTERS
from registrations.services import Delegate

LINES_MAX = 200
Honorific = Registration.Honorific

NUMBERING = re.compile(r"^\d{1,4}\s*[.)]?\s*(?=[^\W\d]|$)")
NUMBER = re.compile(r"[\d\s.()+'-]{7,}")
CALLED = {
    "ông": Honorific.MR,
    "bà": Honorific.MS,
    "đ/c": Honorific.COMRADE,
    "đồng chí": Honorific.COMRADE,
}


def consent_box() -> forms.BooleanField:
    """Return the box that the clerk ticks for the delegates."""
    return forms.BooleanField(
        label=_(
            "The delegates named here know the notice above and agree that the organizing "
            "committee processes their data for purposes (1) and (2)."
        ),
        error_messages={
            "required": _("Please tick this box: without consent we cannot register anybody.")
        },
    )


NOTICE = HTML("{% include 'registrations/_notice.html' %}")


def _helper(*fields: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*fields)
    return helper


class OptionalPhone(PhoneInput):
    """A telephone number that may be left out."""

    def clean(self, value: Any) -> str:
        """Return the number in E.164, or nothing."""
        return super().clean(value) if self.to_python(value) else ""


class GuestForm(PublicForm):
    """A delegate of an invited body; organisation and delegation are those of the invitation."""

    honorific = forms.ChoiceField(
        label=_("Form of address"),
        choices=Honorific.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Please choose a form of address.")},
    )
    name = LineInput(
        label=_("Full name"),
        longest=150,
        missing=_("Please enter the full name of the delegate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    position = LineInput(
        label=_("Position (optional)"),
        longest=200,
        missing="",
        required=False,
        help_text=_("As it is to be read out, for example: Head of office."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = OptionalPhone(
        label=_("Telephone (optional)"),
        longest=50,
        missing="",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    email = EmailInput(
        label=_("E-mail (optional)"),
        longest=254,
        missing="",
        required=False,
        widget=forms.EmailInput(
            attrs={"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    consent = consent_box()

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return _helper(
            InlineRadios("honorific"),
            Row(Column("name", css_class="col-md-6"), Column("position", css_class="col-md-6")),
            Row(Column("phone", css_class="col-md-6"), Column("email", css_class="col-md-6")),
            NOTICE,
            "consent",
        )

    def delegate(self) -> Delegate:
        """Return the delegate whom the valid form describes."""
        data = self.cleaned_data
        return Delegate(
            organisation=self.invitation.organisation,
            delegation_id=self.invitation.delegation_id,
            **{name: data[name] for name in ("honorific", "name", "position", "phone", "email")},
        )


def read_line(line: str) -> dict[str, str]:
    """Return what a line of a list says, as offices write it.

    Parts stand between semicolons (tabs of a spreadsheet have become some), else commas, in
    nearly any order: a number and an address are known by their looks, the rest is name, position.
    """
    parts = [part.strip() for part in line.split(";" if ";" in line else ",")]
    parts[0] = NUMBERING.sub("", parts[0])
    found = {"honorific": "", "phone": "", "email": ""}
    words: list[str] = []
    for part in filter(None, parts):
        if "@" in part and not found["email"]:
            found["email"] = part
        elif NUMBER.fullmatch(part) and not found["phone"]:
            found["phone"] = _with_zero(part)
        elif part.casefold() in CALLED and not words:
            found["honorific"] = CALLED[part.casefold()]
        else:
            words.append(part)
    name, position = words[0] if words else "", ", ".join(words[1:])
    for word, honorific in CALLED.items():
        if name.casefold().startswith(f"{word} "):
            name, found["honorific"] = name[len(word) :].strip(), honorific
    return {**found, "name": name, "position": position}


def _with_zero(number: str) -> str:
    """Return the number with the zero that a spreadsheet has dropped."""
    try:
        return phones.normalize(number, lost_zero=True)
    except ValueError:
        return number


class ListForm(PublicForm):
    """Several delegates, a line each."""

    lines = forms.CharField(
        label=_("List of delegates"),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_(
            "One delegate per line: full name; position; telephone; e-mail. Only the name is "
            "needed. A list copied from a spreadsheet is understood, too."
        ),
        error_messages={"required": _("Please enter at least one delegate.")},
        strip=False,
    )
    consent = consent_box()

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return _helper("lines", NOTICE, "consent")

    def clean_lines(self) -> list[str]:
        """Return the lines that are not empty."""
        typed = self.cleaned_data["lines"]
        if len(typed) > TYPED_MAX:
            raise ValidationError(_("This is too long: please send the list in several parts."))
        lines = text.clean_lines(typed.replace("\t", ";")).split("\n")
        lines = [line for line in lines if line.strip(" ;,")]
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


class DeclineForm(PublicForm):
    """Nobody comes."""

    reason = LineInput(
        label=_("Reason (optional)"),
        longest=1000,
        missing="",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return _helper("reason")


class CodeForm(PublicForm):
    """The code on the invitation, however it is typed."""

    code = LineInput(
        label=_("Code of the invitation"),
        longest=50,
        missing=_("Please enter the code of the invitation."),
        help_text=_("Eight letters and digits, for example: K7MP-2QXA."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return _helper("code")

    def clean_code(self) -> str:
        """Return the code as it is stored; nothing else can be one."""
        letters = re.sub(r"[^0-9A-Z]", "", self.cleaned_data["code"].upper())
        if len(letters) != 8 or not set(letters) <= set(CODE_LETTERS):
            raise ValidationError(_("Please check the code: eight letters and digits."))
        return f"{letters[:4]}-{letters[4:]}"
