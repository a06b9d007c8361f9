"""What the office of an invited body types: one delegate, a reason, a code."""

from dataclasses import replace
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.models import Invitation, Registration
from registrations.public.fields import (
    CodeInput,
    EmailInput,
    LineInput,
    NameInput,
    NamingForm,
    PersonCorrectionForm,
    PhoneInput,
    PublicForm,
    TitleInput,
    layout,
)
from registrations.services import consents
from registrations.services.identity import Delegate

Honorific = Registration.Honorific


def consent_box() -> forms.BooleanField:
    """Return the box that the clerk ticks for the delegates."""
    return forms.BooleanField(
        label=consents.CLERKS_BOX,
        error_messages={
            "required": _("Please tick this box: without consent we cannot register anybody.")
        },
    )


ABOUT_A_PERSON = (
    InlineRadios("honorific"),
    Row(Column("name", css_class="col-md-6"), Column("position", css_class="col-md-6")),
    Row(Column("phone", css_class="col-md-6"), Column("email", css_class="col-md-6")),
)
NOTICE = HTML("{% include 'registrations/_notice.html' %}")


class PersonForm(NamingForm):
    """Who comes for an invited body; organisation and delegation are those of the invitation."""

    honorific = forms.ChoiceField(
        label=_("Form of address"),
        choices=Honorific.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Please choose a form of address.")},
    )
    name = NameInput(
        label=_("Full name"),
        longest=150,
        missing=_("Please enter the full name of the delegate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    position = TitleInput(
        label=_("Position (optional)"),
        longest=200,
        missing="",
        required=False,
        help_text=_("As it is to be read out, for example: Head of office."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneInput(
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

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def delegate(self) -> Delegate:
        """Return the delegate whom the valid form describes."""
        data = self.cleaned_data
        return Delegate(
            organisation=self.invitation.organisation,
            delegation_id=self.invitation.delegation_id,
            **{name: data[name] for name in ("honorific", "name", "position", "phone", "email")},
        )


class GuestForm(PersonForm):
    """A delegate who is named now."""

    consent = consent_box()

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return layout(*ABOUT_A_PERSON, NOTICE, "consent")


class LineForm(GuestForm):
    """A delegate of a line that was read: the name is what it was read as, also in quotes."""

    def clean_name(self) -> str:
        """Return the name as it was read."""
        return str(self.cleaned_data["name"])


class GuestCorrectionForm(PersonCorrectionForm, PersonForm):
    """What is written of a delegate who was named and stays the same person."""

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return layout(*ABOUT_A_PERSON)

    def delegate(self) -> Delegate:
        """Return the delegate as corrected; organisation and delegation stay."""
        row = self.registration
        return replace(
            super().delegate(), organisation=row.organisation, delegation_id=row.delegation_id
        )


class YesForm(PublicForm):
    """Nothing to type: to send it is the answer."""

    @property
    def helper(self) -> FormHelper:
        """Tell crispy that there are no fields."""
        return layout()


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
        return layout("reason")


class CodeForm(PublicForm):
    """The code on the invitation, however it is typed."""

    code = CodeInput(
        label=_("Code of the invitation"),
        longest=300,  # also an address that was pasted
        missing=_("Please enter the code of the invitation."),
        help_text=_("Eight letters and digits, for example: K7MP-2QXA."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return layout("code")
