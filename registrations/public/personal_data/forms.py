"""What a delegate corrects, agrees to and asks for on the page behind the secret link."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.vietnamese import text
from events.web.form_fields import TypedField
from registrations.models import ConsentPurpose, DataRequest, Registration
from registrations.public.fields import PersonCorrectionForm, PublicForm
from registrations.public.registration.forms import RegistrationForm
from registrations.services import consents
from registrations.services.identity import Delegate

WORDS_MAX = 2000


class CorrectionForm(PersonCorrectionForm):
    """Who comes, as far as delegates correct it themselves; the organisation stays."""

    honorific = RegistrationForm.declared_fields["honorific"]
    name = RegistrationForm.declared_fields["name"]
    position = RegistrationForm.declared_fields["position"]
    phone = RegistrationForm.declared_fields["phone"]
    email = RegistrationForm.declared_fields["email"]

    def __init__(self, data: Any, *, registration: Registration) -> None:
        super().__init__(data, registration=registration)
        # an office may have named a delegate without them
        self.fields["honorific"].required = bool(registration.honorific)
        self.fields["phone"].required = bool(registration.phone)

    def delegate(self) -> Delegate:
        """Return the delegate as corrected."""
        row = self.registration
        kept = ("name", "organisation", "delegation_id")
        return replace(Delegate(**{name: getattr(row, name) for name in kept}), **self.cleaned_data)


class ConsentsForm(PublicForm):
    """The consents that can be withdrawn without giving the seat back."""

    photo = forms.BooleanField(label=consents.BOXES[ConsentPurpose.PHOTO], required=False)
    news = forms.BooleanField(label=consents.BOXES[ConsentPurpose.NEWS], required=False)

    def agreed(self) -> list[str]:
        """Return what is ticked."""
        return [purpose for purpose in consents.OPTIONAL if self.cleaned_data[purpose]]


class RequestForm(PublicForm):
    """A right of the law that the organizing committee has to answer."""

    kind = forms.ChoiceField(
        label=_("I ask for"),
        choices=[("", _("Choose…")), *DataRequest.Kind.choices],
        error_messages={
            "required": _("Please choose what you ask for."),
            "invalid_choice": _("Please choose what you ask for."),
        },
    )
    words = TypedField(
        label=_("In your words (optional)"), required=False, widget=forms.Textarea({"rows": 3})
    )

    def clean_words(self) -> str:
        """Return the text as it is stored."""
        words = text.clean_lines(self.cleaned_data["words"][: TypedField.typed_max])
        if len(words) > WORDS_MAX:
            raise ValidationError(
                _("This is too long: please shorten it to %(longest)d characters."),
                params={"longest": WORDS_MAX},
            )
        return words
