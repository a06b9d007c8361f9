"""Forms of the admin. Their last check is the service itself: it writes, or says why not."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from events.admin.base import FreshForm
from events.form_fields import TypedField
from events.models import Delegation, Event
from events.uploads import MEBIBYTE, MOST_BYTES, TooLarge
from events.vietnamese import phones
from events.vietnamese.persons import split_honorific
from registrations import services
from registrations.errors import AlreadyRegistered, RegistrationError, SeatingFull, TooFewSeats
from registrations.models import ImportDraft, Registration, Seat, Seating


def told(error: RegistrationError) -> str:
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
            self.add_error(self.field_of(error), told(error))

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
        if split_honorific(typed)[0] and typed != self.initial.get("name"):
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


class DelegateForm(PhoneForm, ServiceForm):
    """A delegate, entered or corrected by an organizer."""

    PERSON: ClassVar[list[str]] = [
        "honorific",
        "name",
        "position",
        "organisation",
        "delegation",
        "phone",
        "email",
    ]

    silently = forms.BooleanField(
        label=_("Send no letter"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    reserve_reason = forms.CharField(
        label=_("Reason for a reserve seat"),
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=_(
            "Where no public seat can be had, the delegate then gets a reserve seat at once; once "
            "nobody is promoted any more, also a free public one. Empty: the waiting list."
        ),
    )

    class Meta:
        model = Registration
        fields = [
            "event",
            "honorific",
            "name",
            "position",
            "organisation",
            "delegation",
            "email",
            "note",
        ]
        field_classes = dict.fromkeys(["name", "position", "organisation", "note"], TypedField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["phone"] = phones.display(self.instance.phone)
        delegation = self.fields.get("delegation")
        if isinstance(delegation, forms.ModelChoiceField):
            kept = Q(event=self.instance.event_id) if self.instance.pk else Q()
            delegation.queryset = Delegation.objects.filter(kept)

    def clean(self) -> dict[str, Any]:
        """Refuse a delegation of another ceremony."""
        values = super().clean() or self.cleaned_data
        delegation, event = values.get("delegation"), values.get("event", None)
        event_id = self.instance.event_id or getattr(event, "pk", None)
        if delegation and event_id and delegation.event_id != event_id:
            self.add_error("delegation", _("This delegation belongs to another ceremony."))
        return values

    def delegate(self) -> services.Delegate:
        """Return who comes."""
        values = self.cleaned_data
        delegation = values.get("delegation")
        return services.Delegate(
            delegation_id=delegation.pk if delegation else None,
            **{name: values.get(name) or "" for name in self.PERSON if name != "delegation"},
        )

    def write(self) -> None:
        """Register, or correct what is written of the delegate."""
        if self.instance.pk:
            self.instance = services.correct(
                self.instance, delegate=self.delegate(), note=self.cleaned_data["note"]
            )
        else:
            self.instance = services.register(
                event=self.cleaned_data["event"],
                delegate=self.delegate(),
                channel=Registration.Channel.OFFICE,
                silently=self.cleaned_data["silently"],
                reserve_reason=self.cleaned_data["reserve_reason"],
                note=self.cleaned_data["note"],
            )

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the reason for a seat that there is not."""
        return "reserve_reason" if isinstance(error, SeatingFull) else None


class SeatingForm(ServiceForm):
    """How many seats there are, and who may register when."""

    RULES: ClassVar[list[str]] = [
        "policy",
        "opens_at",
        "closes_at",
        "allotments_until",
        "promotion_paused",
        "promotion_until",
    ]

    class Meta:
        model = Seating
        fields = [
            "event",
            "public_seats",
            "reserve_seats",
            "policy",
            "opens_at",
            "closes_at",
            "allotments_until",
            "promotion_paused",
            "promotion_until",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promoted: list[Registration] = []
        event = self.fields.get("event")
        if isinstance(event, forms.ModelChoiceField):
            event.queryset = Event.objects.filter(seating__isnull=True)

    def write(self) -> None:
        """Set the numbers of seats; who waits is seated when there are more."""
        numbers = {kind: self.cleaned_data[kind] for kind in ("public_seats", "reserve_seats")}
        rules = {name: self.cleaned_data[name] for name in self.RULES}
        if self.instance.pk:
            self.promoted = services.resize(self.instance, **numbers, **rules)
        else:
            self.instance = services.open_seating(
                event=self.cleaned_data["event"], **numbers, **rules
            )

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the number that was too small."""
        if not isinstance(error, TooFewSeats):
            return None
        kind = Seat.objects.get(event=self.instance.event_id, number=error.taken[0]).kind
        return "public_seats" if kind == Seat.Kind.PUBLIC else "reserve_seats"


class StepForm(forms.Form):
    """Why an organizer takes a step, where it must be explained, and whether letters tell of it."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=UnfoldAdminTextareaWidget)
    silently = forms.BooleanField(
        label=_("Send no letter"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Who gets a seat that becomes free is told all the same."),
    )

    def __init__(self, *args: Any, step: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("The delegate reads it, in the letter and on the own page.")
            if step.is_told_reason
            else _("Only organizers read it.")
        )
        if not step.needs_reason:
            del self.fields["reason"]
        if not step.frees_seat:
            self.fields["silently"].help_text = ""


class ListField(forms.FileField):
    """A list in a file; what is in it is judged by `registrations.importing`."""

    widget = UnfoldAdminFileFieldWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ".xlsx,.xlsm,.ods,.csv,.txt"

    def to_python(self, data: Any) -> Any:
        """Return the file, unless its bytes were dropped on the way."""
        if isinstance(data, TooLarge):
            raise ValidationError(
                _("The file is too large. The most is %(most)d MB; choose a smaller file.")
                % {"most": MOST_BYTES // MEBIBYTE}
            )
        return super().to_python(data)


class ListForm(forms.Form):
    """A list to bring in."""

    kind = forms.ChoiceField(
        label=_("What the list is of"),
        choices=ImportDraft.Kind.choices,
        widget=UnfoldAdminSelectWidget,
    )
    event = forms.ModelChoiceField(
        Event.objects.all(), label=_("Ceremony"), empty_label=None, widget=UnfoldAdminSelectWidget
    )
    file = ListField(
        label=_("File"),
        help_text=_("Excel (.xlsx), LibreOffice (.ods) or .csv; nothing is saved yet."),
    )
