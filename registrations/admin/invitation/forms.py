"""The admin's form of an invitation; the service writes."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from events.form_fields import TypedField
from events.models import Delegation, Event
from events.vietnamese import phones
from registrations.admin.forms import ServiceForm
from registrations.errors import QuotaTooSmall, RegistrationError
from registrations.models import Invitation
from registrations.services import invitations


class InvitationForm(ServiceForm):
    """Whom the committee invites, with how many, and whom to call about it."""

    contact_phone = forms.CharField(
        label=_("Telephone of the contact"),
        max_length=30,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )

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
        delegation = self.fields.get("delegation")
        if isinstance(delegation, forms.ModelChoiceField):
            kept = Q(event=self.instance.event_id) if self.instance.pk else Q()
            delegation.queryset = Delegation.objects.filter(kept)

    def clean_contact_phone(self) -> str:
        """Return the number in E.164."""
        typed = self.cleaned_data["contact_phone"]
        try:
            return phones.normalize(typed) if typed else ""
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Refuse a delegation of another ceremony, and a day that is no use as a deadline."""
        values = super().clean() or self.cleaned_data
        delegation, event = values.get("delegation"), values.get("event")
        if "deadline" in self.changed_data and (day := values.get("deadline")):
            self._check_deadline(day, self.instance.event if self.instance.event_id else event)
        event_id = self.instance.event_id or getattr(event, "pk", None)
        if delegation and event_id and delegation.event_id != event_id:
            self.add_error("delegation", _("This delegation belongs to another ceremony."))
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
            self.instance = invitations.change(self.instance, **changed)
        else:
            self.instance = invitations.invite(**self.cleaned_data)

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the number that was too small."""
        return "quota" if isinstance(error, QuotaTooSmall) else None
