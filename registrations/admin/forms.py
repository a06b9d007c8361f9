"""Forms of the admin. Their last check is the service itself: it writes, or says why not."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.fresh_forms import FreshForm
from events.vietnamese.namesakes import told_apart
from events.vietnamese.persons import doubtful_honorific, split_honorific
from events.web.form_fields import PhoneField
from registrations.errors import AlreadyRegistered, RegistrationError
from registrations.importing.cells import person_cell


def error_text(error: RegistrationError) -> str:
    """Return the sentence for an organizer, who may see whom it is about."""
    if not isinstance(error, AlreadyRegistered):
        return str(error)
    one = error.existing
    return format_html(
        '{}: <a class="text-link" href="{}">{}, {}</a> ({}, {}). {}',
        _("This person is registered already"),
        reverse("admin:registrations_registration_change", args=[one.pk]),
        one.name,
        one.organisation,
        one.code,
        one.get_status_display(),
        gettext("If it is another person of the same name, write a letter behind it: %(name)s.")
        % {"name": told_apart(error.name)},
    )


class ServiceForm(FreshForm):
    """A form that hands its values to a service, inside the transaction of the admin's view."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            self.write()
        except RegistrationError as error:
            self.add_error(self.field_of(error), error_text(error))

    def write(self) -> None:
        """Call the service."""
        raise NotImplementedError

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the field beside which the error is shown; None: above the form."""
        return None


class PersonNameForm(forms.Form):
    """A form with the name of a person, and beside it how the person is addressed."""

    notice = ""  # what is to be looked at once more, when it was saved

    def clean_name(self) -> str:
        """Return the name; how the person is addressed has a field of its own."""
        typed = str(self.cleaned_data["name"])
        if typed == self.initial.get("name"):
            return typed
        chosen = self.cleaned_data.get("honorific") or ""
        if split_honorific(typed, chosen)[0]:
            raise ValidationError(
                _("Please put the form of address into its own field, and here only the name.")
            )
        if word := doubtful_honorific(typed, chosen):
            self.notice = person_cell.kept_honorific(typed, word)
        return typed


class DelegateNameForm(PersonNameForm):
    """A form with the name and the telephone number of a delegate."""

    phone = PhoneField(label=_("Telephone"))


class OfDelegationForm(ServiceForm):
    """A form with a delegation of the ceremony that it is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegation: Any = self.fields.get("delegation")
        if delegation is not None:
            kept = Q(event=self.instance.event_id) if self.instance.pk else Q()
            delegation.queryset = delegation.queryset.filter(kept)

    def clean(self) -> dict[str, Any]:
        """Refuse a delegation of another ceremony."""
        values = super().clean() or self.cleaned_data
        delegation, event = values.get("delegation"), values.get("event")
        event_id = self.instance.event_id or getattr(event, "pk", None)
        if delegation and event_id and delegation.event_id != event_id:
            self.add_error("delegation", _("This delegation belongs to another ceremony."))
        return values
