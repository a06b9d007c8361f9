"""Forms of the admin of sponsorship."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from events.admin.fresh_forms import FreshForm
from events.admin.ordered import OrderedRowForm
from events.vietnamese import amounts
from events.web.uploads import UploadField
from sponsorship.models import Contribution, Instalment, Memorandum, Sponsor


class AmountField(forms.CharField):
    """Đồng as people type them, `500.000.000`; the value is a whole number above zero."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "maxlength": "40"}

    def prepare_value(self, value: Any) -> Any:
        """Show a number with its groups of three."""
        return amounts.figures(value).removesuffix(" đồng") if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Return the number; None for nothing."""
        typed = super().to_python(value)
        if not typed:
            return None
        if typed.lstrip().startswith(("-", "–", "−")):
            raise ValidationError(_("The amount must be above zero."))
        try:
            amount = amounts.parse(typed)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if amount < 1:
            raise ValidationError(_("The amount must be above zero."))
        return amount

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, not how they are written."""
        if self.disabled:
            return False
        try:
            return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))
        except ValidationError:
            return True


class SponsorForm(FreshForm):
    """A sponsor with its logo."""

    logo = UploadField(
        label=_("Logo"),
        accepted=("image",),
        required=False,
        help_text=_("PNG, JPEG or WebP; best with a transparent ground, 1600 pixels wide."),
    )
    remove_logo = forms.BooleanField(
        label=_("Remove the logo"), required=False, widget=UnfoldBooleanSwitchWidget
    )

    class Meta:
        model = Sponsor
        # the admin adds the website, of which it knows the scheme
        fields = ["event", "name", "tier", "position", "introduction", "public"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "event" in self.fields:
            self.fields["event"].disabled = True  # its memoranda name the ceremony as well


class MemorandumStartForm(forms.ModelForm):
    """What a new memorandum is about; the rest comes from the standard text."""

    class Meta:
        model = Memorandum
        fields = ["event", "sponsor", "subject"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].required = False
        self.fields["subject"].help_text = _("Empty: the subject of the standard text.")

    def clean(self) -> dict[str, Any]:
        """Refuse a sponsor of another ceremony."""
        return _same_ceremony(self, super().clean() or self.cleaned_data)


class MemorandumForm(FreshForm):
    """The head of a draft."""

    class Meta:
        model = Memorandum
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """Refuse a sponsor of another ceremony."""
        return _same_ceremony(self, super().clean() or self.cleaned_data)


def _same_ceremony(form: forms.ModelForm, values: dict[str, Any]) -> dict[str, Any]:
    sponsor, event = values.get("sponsor"), values.get("event") or form.instance.event_id
    if sponsor and event and sponsor.event_id != getattr(event, "pk", event):
        form.add_error("sponsor", _("This sponsor belongs to another ceremony."))
    return values


class ContributionForm(OrderedRowForm):
    """A contribution; amounts are typed with or without dots."""

    amount = AmountField(
        label=_("amount or value (đồng)"),
        required=False,
        help_text=_("The whole value. Empty while it is not known: the paper leaves a blank."),
    )

    class Meta:
        model = Contribution
        fields = "__all__"


class InstalmentForm(OrderedRowForm):
    """An instalment of a contribution of the same memorandum."""

    amount = AmountField(label=_("amount (đồng)"))

    class Meta:
        model = Instalment
        fields = "__all__"


class TransitionForm(forms.Form):
    """What a step with a memorandum asks for."""

    signing_day = forms.DateField(label=_("Day of signing"), widget=UnfoldAdminDateWidget)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, asks: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"signing_day", "reason"} - {asks}:
            del self.fields[name]


class ReceiptForm(forms.Form):
    """What has come for an instalment."""

    amount = AmountField(label=_("Received (đồng)"))
    received_on = forms.DateField(label=_("Received on"), widget=UnfoldAdminDateWidget)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=UnfoldAdminTextInputWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate


class TakeBackForm(forms.Form):
    """Why a receipt is taken back."""

    note = forms.CharField(label=_("Note"), max_length=300, widget=UnfoldAdminTextInputWidget)
