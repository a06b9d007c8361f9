"""Forms of the admin. Their last check is the service itself: it writes, or says why not."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminTextInputWidget,
)

from events.admin.base import FreshForm
from events.vietnamese import phones
from events.vietnamese.persons import called
from registrations.errors import AlreadyRegistered, RegistrationError


def error_text(error: RegistrationError) -> str:
    """Return the sentence for an organizer, who may see whom it is about."""
    if not isinstance(error, AlreadyRegistered):
        return str(error)
    one = error.existing
    return format_html(
        '{}: <a class="text-link" href="{}">{}, {}</a> ({}, {}).',
        _("This person is registered already"),
        reverse("admin:registrations_registration_change", args=[one.pk]),
        one.name,
        one.organisation,
        one.code,
        one.get_status_display(),
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


class PhoneForm(forms.Form):
    """A form with the name and the telephone number of a delegate."""

    phone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False, widget=UnfoldAdminTextInputWidget
    )

    def clean_name(self) -> str:
        """Return the name; how the person is addressed has a field of its own."""
        typed = str(self.cleaned_data["name"])
        if called(typed)[0] and typed != self.initial.get("name"):
            raise ValidationError(
                _("Please put the form of address into its own field, and here only the name.")
            )
        return typed

    def clean_phone(self) -> str:
        """Return the number in E.164."""
        typed = self.cleaned_data["phone"]
        try:
            return phones.normalize(typed) if typed else ""
        except ValueError as error:
            raise ValidationError(str(error)) from error
