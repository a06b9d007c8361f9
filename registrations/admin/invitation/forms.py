"""The admin's form of an invitation; the service writes."""

import datetime
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.vietnamese import phones
from events.web.form_fields import PhoneField, TypedField
from registrations.admin.consequences import letters_to_offices
from registrations.admin.forms import OfDelegationForm, PersonNameForm
from registrations.errors import QuotaTooSmall, RegistrationError
from registrations.models import Invitation
from registrations.services import invitations


class InvitationForm(PersonNameForm, OfDelegationForm):
    """Whom the committee invites, with how many, and whom to call about it."""

    contact_phone = PhoneField(label=_("Telephone of the contact"))

    class Meta:
        model = Invitation
        fields: ClassVar[list[str]] = [
            "event",
            "organisation",
            "delegation",
            "honorific",
            "name",
            "position",
            "quota",
            "deadline",
            "contact_name",
            "contact_email",
            "note",
            "sent_at",
        ]
        field_classes: ClassVar[dict[str, Any]] = dict.fromkeys(
            ["organisation", "name", "position", "contact_name", "note"], TypedField
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["contact_phone"] = phones.display(self.instance.contact_phone)

    def clean(self) -> dict[str, Any]:
        """Refuse a day that is no use as a deadline."""
        values = super().clean()
        if "deadline" in self.changed_data and (day := values.get("deadline")):
            event = self.instance.event if self.instance.event_id else values.get("event")
            self._check_deadline(day, event)
        return values

    def _check_deadline(self, day: datetime.date, event: Event | None) -> None:
        if day < timezone.localdate():
            self.add_error("deadline", _("The day to answer by has passed already."))
        elif event and day > event.last_day():
            self.add_error("deadline", _("The day to answer by is after the ceremony."))

    def write(self) -> None:
        """Invite, or write what was changed on this page."""
        if self.instance.pk:
            changed = {name: self.cleaned_data[name] for name in self.changed_data}
            with letters_to_offices(self.instance.event, [self.instance.pk]):
                self.instance = invitations.change(self.instance, **changed)
        else:
            self.instance = invitations.invite(**self.cleaned_data)

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the number that was too small."""
        return "quota" if isinstance(error, QuotaTooSmall) else None
