"""The organizers' form of who comes in the place of a delegate; the service writes."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from events.web.form_fields import TypedField
from registrations.admin.forms import DelegateNameForm
from registrations.models import Registration
from registrations.services.delegate_keys import delegate_key
from registrations.services.identity import Delegate


class SubstitutionForm(DelegateNameForm, forms.ModelForm):
    """Somebody else, of the same body unless another one is written."""

    PERSON: ClassVar[list[str]] = ["honorific", "name", "position", "organisation", "email"]

    consent = forms.BooleanField(
        label=_("The new delegate knows how personal data are processed, and agrees"),
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Read the notice of the registration page to the office or the delegate."),
        error_messages={
            "required": _("Please ask, then switch this on: the law asks for the consent of each.")
        },
    )
    silently = forms.BooleanField(
        label=_("Send no letter"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Else both are told: who comes now, and who comes no longer."),
    )
    # tells who was shown: the key changes with the person, as the secret link does
    shown = forms.CharField(widget=forms.HiddenInput)

    field_order = ["honorific", "name", "position", "organisation", "phone", "email"]

    class Meta:
        model = Registration
        fields = ["honorific", "name", "position", "organisation", "email"]
        field_classes: ClassVar[dict[str, Any]] = dict.fromkeys(
            ["name", "position", "organisation"], TypedField
        )
        widgets: ClassVar[dict[str, Any]] = {
            "honorific": UnfoldAdminSelectWidget,
            "name": UnfoldAdminTextInputWidget,
            "position": UnfoldAdminTextInputWidget,
            "organisation": UnfoldAdminTextInputWidget,
            "email": UnfoldAdminEmailInputWidget,
        }

    def __init__(self, data: Any, *, former: Registration) -> None:
        kept = {"organisation": former.organisation, "shown": delegate_key(former)}
        super().__init__(data, initial=kept)
        self.former = former
        honorific: Any = self.fields["honorific"]
        honorific.choices = [("", ""), *Registration.Honorific.choices]

    def delegate(self) -> Delegate:
        """Return who comes; the kind of invited body stays."""
        values = {name: self.cleaned_data[name] for name in (*self.PERSON, "phone")}
        return Delegate(delegation_id=self.former.delegation_id, **values)
