"""What a delegate types, turned into values; each wrong value says what to do."""

from typing import Any, cast

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.models import Event
from registrations.models import ConsentPurpose, Registration
from registrations.public.fields import (
    FIELDS_ONLY,
    EmailInput,
    NameInput,
    NamingForm,
    PhoneInput,
    TitleInput,
)
from registrations.services import consents
from registrations.services.identity import Delegate


def _input(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


class RegistrationForm(NamingForm):
    """The public form of one ceremony."""

    honorific = forms.ChoiceField(
        label=_("Form of address"),
        choices=Registration.Honorific.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose a form of address."),
            "invalid_choice": _("Please choose a form of address."),
        },
    )
    name = NameInput(
        label=_("Full name"),
        longest=150,
        missing=_("Please enter your full name."),
        widget=_input(autocomplete="name", autocapitalize="words"),
    )
    position = TitleInput(
        label=_("Position (optional)"),
        longest=200,
        missing="",
        required=False,
        help_text=_("As it is to be read out, for example: Head of office."),
        widget=_input(autocomplete="organization-title"),
    )
    organisation = TitleInput(
        label=_("Organisation"),
        longest=300,
        missing=_("Please enter the name of your organisation."),
        help_text=_("In full, as it is to be read out."),
        widget=_input(autocomplete="organization"),
    )
    delegation = forms.ChoiceField(
        label=_("Delegation"),
        error_messages={
            "required": _("Please choose the delegation that you belong to."),
            "invalid_choice": _("Please choose a delegation from the list."),
        },
    )
    phone = PhoneInput(
        label=_("Telephone"),
        longest=50,
        missing=_("Please enter a telephone number, for example 0912 345 678."),
        help_text=_("Several delegates may give the number of their office."),
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"},
        ),
    )
    email = EmailInput(
        label=_("E-mail (optional)"),
        longest=254,
        missing="",
        required=False,
        widget=forms.EmailInput(
            attrs={"inputmode": "email", "autocomplete": "email", "spellcheck": "false"},
        ),
    )
    consent = forms.BooleanField(
        label=consents.BOXES[ConsentPurpose.ATTEND],
        error_messages={
            "required": _("Please tick this box: without your consent we cannot register you.")
        },
    )
    photo = forms.BooleanField(label=consents.BOXES[ConsentPurpose.PHOTO], required=False)
    news = forms.BooleanField(label=consents.BOXES[ConsentPurpose.NEWS], required=False)
    # a trap for programs that fill in everything; people never see it
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegations = list(event.delegations.all())
        offered = [(str(one.pk), one.name) for one in delegations if not one.by_invitation]
        if offered:
            field = cast(forms.ChoiceField, self.fields["delegation"])
            field.choices = [("", _("Choose…")), *offered]
            if invited := [one.name for one in delegations if one.by_invitation]:
                field.help_text = _("By invitation only: %(names)s.") % {
                    "names": "; ".join(invited)
                }
        else:
            del self.fields["delegation"]

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        delegation = ["delegation"] if "delegation" in self.fields else []
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.template = FIELDS_ONLY
        helper.layout = Layout(
            InlineRadios("honorific"),
            Row(Column("name", css_class="col-md-6"), Column("position", css_class="col-md-6")),
            "organisation",
            *delegation,
            Row(Column("phone", css_class="col-md-6"), Column("email", css_class="col-md-6")),
            HTML("{% include 'registrations/_notice.html' %}"),
            "consent",
            "photo",
            "news",
            HTML("{% include 'registrations/_trap.html' %}"),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """Refuse who fell into the trap; the page comes back with the trap empty again."""
        values = super().clean() or self.cleaned_data
        if values.get("website"):
            raise ValidationError(
                _(
                    "The form was filled in like a program does, so it was not accepted. If you "
                    "filled it in yourself, please simply send it again."
                )
            )
        return values

    def delegate(self) -> Delegate:
        """Return the delegate whom the valid form describes."""
        data = self.cleaned_data
        return Delegate(
            honorific=data["honorific"],
            name=data["name"],
            position=data["position"],
            organisation=data["organisation"],
            delegation_id=int(data["delegation"]) if data.get("delegation") else None,
            phone=data["phone"],
            email=data["email"],
        )
