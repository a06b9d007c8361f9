"""What a delegate types, turned into values; each wrong value says what to do."""

from typing import Any, cast

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from events.form_fields import TypedField
from events.models import Event
from events.validators import (
    validate_name_alone,
    validate_person_name,
    validate_title_or_body,
)
from events.vietnamese import names, phones, text
from events.vietnamese.persons import split_honorific
from registrations import consents
from registrations.models import ConsentPurpose, Registration
from registrations.services import Delegate

# stand around a number that was copied from the contacts of a telephone
MARKS_OF_DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
# what concerns no field alone is told above the form, together with the rest
FIELDS_ONLY = "registrations/_fields.html"


class LineInput(TypedField):
    """One line, cleaned as it is stored. A text too long is kept on the page, not cut."""

    def __init__(self, *, longest: int, missing: Any, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": missing}, **kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> str:
        """Return the line as it is stored."""
        return text.clean(str(value)[: self.typed_max]) if value is not None else ""

    def validate(self, value: Any) -> None:
        """Refuse what is missing, too long, or nothing but signs."""
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                ngettext(
                    "This is too long: please shorten it to %(longest)d character.",
                    "This is too long: please shorten it to %(longest)d characters.",
                    self.longest,
                )
                % {"longest": self.longest}
            )
        if value and not names.identity(value):
            raise ValidationError(_("Please write it in letters."))


class NameInput(LineInput):
    """The name of a person."""

    default_validators = [validate_person_name, validate_name_alone]


class TitleInput(LineInput):
    """What somebody is, or the body where somebody works."""

    default_validators = [validate_title_or_body]


class PhoneInput(LineInput):
    """A telephone number, kept in E.164."""

    widget = forms.TextInput

    def clean(self, value: Any) -> str:
        """Return the number in E.164; nothing, where it may be left out."""
        typed = super().clean(str(value or "").strip(MARKS_OF_DIRECTION))
        try:
            return phones.normalize(typed) if typed or self.required else ""
        except ValueError as error:
            if get_language() == "vi":
                raise ValidationError(str(error)) from error
            raise ValidationError(
                _("Please enter a full telephone number, for example 0912 345 678.")
            ) from error


class EmailInput(LineInput):
    """An e-mail address."""

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(_("Please enter an address such as ten@donvi.vn, or leave it empty."))
    ]


def _input(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


class PublicForm(forms.Form):
    """A form whose wrong fields are named above it."""

    def wrong_fields(self) -> list[tuple[str, str, str]]:
        """Return, for the summary of errors, the id to jump to, the label and the message."""
        return [
            (_first_id(self[name]), str(self[name].label).rstrip("."), str(messages[0]))
            for name, messages in self.errors.items()
            if name in self.fields
        ]


class NamingForm(PublicForm):
    """A form that names a person; how the person is addressed goes from the name into its field."""

    def clean_name(self) -> str:
        """Return the name alone; a name that was kept before stays. Refuse a mere honorific."""
        typed = str(self.cleaned_data["name"])
        if typed == self.initial.get("name"):
            return typed
        honorific, name = split_honorific(typed)
        if not names.identity(name) or split_honorific(f"{name} -")[1] == "-":
            raise ValidationError(_("Please write the full name, not only the form of address."))
        if not honorific:
            return typed
        chosen = self.cleaned_data.get("honorific") or honorific
        if {chosen, honorific} == {Registration.Honorific.MR, Registration.Honorific.MS}:
            raise ValidationError(
                _("The form of address before the name is another one than the one chosen.")
            )
        self.cleaned_data["honorific"] = chosen
        return name


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
        delegations = [(str(d.pk), d.name) for d in event.delegations.all()]
        if delegations:
            field = cast(forms.ChoiceField, self.fields["delegation"])
            field.choices = [("", _("Choose…")), *delegations]
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


def _first_id(field: forms.BoundField) -> str:
    """Return the id of the field, or of the first of its radio buttons."""
    return field.id_for_label or f"{field.auto_id}_0"
