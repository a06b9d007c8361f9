"""What a delegate or an office types, turned into values; each wrong value says what to do."""

import re
import unicodedata
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.glyphs import missing_glyphs
from events.validators import (
    validate_name_alone,
    validate_person_name,
    validate_printable,
    validate_title_or_body,
)
from events.vietnamese import names, phones, text
from events.vietnamese.persons import doubtful_honorific, split_honorific
from events.vietnamese.text import without_hidden_signs
from events.web.form_fields import TypedField
from registrations.models import Registration
from registrations.models.registration import CODE_LETTERS

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


def _validate_name_signs(name: str) -> None:
    """Refuse signs; of one that no paper can show, it is told which."""
    validate_printable(name)
    validate_name_alone(name)


OF_SIGNS = (validate_printable, _validate_name_signs)


class NameInput(LineInput):
    """The name of a person."""

    default_validators = [validate_person_name, _validate_name_signs]


class TitleInput(LineInput):
    """What somebody is, or the body where somebody works."""

    default_validators = [validate_printable, validate_title_or_body]


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


HALF = f"([{CODE_LETTERS}]{{4}})"
# also among words, or at the end of an address: the last that can be one
CODE = re.compile(rf"(?:.*\W)?{HALF}[\s–-]{{0,3}}{HALF}(?:\W.*)?")


class CodeInput(LineInput):
    """A code, however it is typed; it is looked up, so what was copied along may be anything."""

    def clean(self, value: Any) -> Any:
        """Return the code as it is stored; nothing else can be one."""
        line = super().clean(without_hidden_signs(str(value or "")[: self.typed_max]))
        typed = unicodedata.normalize("NFKC", line).upper()
        spelled = re.sub(r"[^0-9A-Z]", "", typed)
        found = CODE.fullmatch(spelled) or CODE.fullmatch(typed)
        if found is None:
            raise ValidationError(
                _(
                    "Please check the code: eight letters and digits, none of them with accents; "
                    "the letters I and O and the digits 0 and 1 never stand in it."
                )
            )
        return f"{found[1]}-{found[2]}"


def layout(*fields: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.template = FIELDS_ONLY
    helper.layout = Layout(*fields)
    return helper


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
    """A form that names a person; how the person is addressed goes from the name into its field.

    `notice` says of a valid form what is to be looked at once more.
    """

    notice = ""

    def clean_name(self) -> str:
        """Return the name alone; a name that was kept before stays. Refuse a mere honorific."""
        typed = str(self.cleaned_data["name"])
        if typed == self.initial.get("name"):
            return typed
        chosen = self.cleaned_data.get("honorific") or ""
        honorific, name = split_honorific(typed, chosen)
        if not names.identity(name) or split_honorific(f"{name} -")[1] == "-":
            raise ValidationError(_("Please write the full name, not only the form of address."))
        self.notice = kept_honorific(name, chosen)
        if not honorific:
            return typed
        chosen = chosen or honorific
        if {chosen, honorific} == {Registration.Honorific.MR, Registration.Honorific.MS}:
            raise ValidationError(
                _("The form of address before the name is another one than the one chosen.")
            )
        self.cleaned_data["honorific"] = chosen
        return name


def kept_honorific(name: str, chosen: str) -> str:
    """Say that a name begins with what may be meant as an honorific; "" where it does not."""
    word = doubtful_honorific(name, chosen)
    if not word:
        return ""
    return gettext(
        "The name is kept as “%(name)s”. If “%(word)s” is the form of address and not the family "
        "name, please correct the name."
    ) % {"name": name, "word": word}


class PersonCorrectionForm(NamingForm):
    """A form that shows what is written of a delegate, to be corrected."""

    def __init__(self, data: Any = None, *, registration: Registration, **kwargs: Any) -> None:
        self.registration = registration
        names = ("honorific", "name", "position", "email")
        kept = {name: getattr(registration, name) for name in names}
        phone = phones.display(registration.phone) if registration.phone else ""
        super().__init__(data, initial={**kept, "phone": phone}, **kwargs)
        for field in filter(self.fields.get, ("name", "position")):
            if missing_glyphs(kept[field]):  # was let in before, and delegates cannot mend it
                validators = self.fields[field].validators
                validators[:] = [v for v in validators if v not in OF_SIGNS]


def _first_id(field: forms.BoundField) -> str:
    """Return the id of the field, or of the first of its radio buttons."""
    return field.id_for_label or f"{field.auto_id}_0"
