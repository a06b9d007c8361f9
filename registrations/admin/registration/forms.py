"""Forms of the admin about one delegate."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from events.vietnamese import phones
from events.web.form_fields import TypedField
from registrations.admin.forms import DelegateNameForm, OfDelegationForm
from registrations.errors import RegistrationError, SeatingFull
from registrations.models import Registration
from registrations.services import transitions
from registrations.services.identity import Delegate
from registrations.services.origins import ByHand
from registrations.services.registration import register


class DelegateForm(DelegateNameForm, OfDelegationForm):
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

    def delegate(self) -> Delegate:
        """Return who comes."""
        values = self.cleaned_data
        delegation = values.get("delegation")
        return Delegate(
            delegation_id=delegation.pk if delegation else None,
            **{name: values.get(name) or "" for name in self.PERSON if name != "delegation"},
        )

    def write(self) -> None:
        """Register, or correct what is written of the delegate."""
        if self.instance.pk:
            self.instance = transitions.correct(
                self.instance, delegate=self.delegate(), note=self.cleaned_data["note"]
            )
        else:
            self.instance = register(
                event=self.cleaned_data["event"],
                delegate=self.delegate(),
                origin=ByHand(
                    silently=self.cleaned_data["silently"],
                    reserve_reason=self.cleaned_data["reserve_reason"],
                    note=self.cleaned_data["note"],
                ),
            )

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the reason for a seat that there is not."""
        return "reserve_reason" if isinstance(error, SeatingFull) else None


class TransitionForm(forms.Form):
    """Why an organizer changes a state, where it must be explained, and whether letters tell it."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=UnfoldAdminTextareaWidget)
    silently = forms.BooleanField(
        label=_("Send no letter"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Who gets a seat that becomes free is told all the same."),
    )

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("The delegate reads it, in the letter and on the own page.")
            if page.shows_reason
            else _("Only organizers read it.")
        )
        if not page.needs_reason:
            del self.fields["reason"]
        if not page.frees_seat:
            self.fields["silently"].help_text = ""
