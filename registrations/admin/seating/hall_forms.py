"""The admin's forms of seats and of the rows of the hall; the services write."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from events.admin.fresh_forms import FreshForm
from events.admin.ordered import OrderedFormSet
from events.vietnamese import text
from registrations.admin.forms import ServiceForm
from registrations.errors import ChairTaken, NoSuchChair, RegistrationError
from registrations.models import Seat
from registrations.models.hall import ROW_NAME_MAX
from registrations.services import hall

ROW = Seat._meta.get_field("row")


class ChairForm(FreshForm):
    """On which chair of the hall a seat stands; the row is typed by its name."""

    row_name = forms.CharField(
        label=capfirst(ROW.verbose_name),
        max_length=ROW_NAME_MAX,
        required=False,
        help_text=ROW.help_text,
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Seat
        fields = ["row_name", "chair"]
        help_texts = {"row_name": ROW.help_text}  # where it is only shown

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["row_name"] = self.instance.row_name

    def clean_row_name(self) -> str:
        """Return the name as rows have it."""
        return text.clean(self.cleaned_data["row_name"])

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        row, chair = self.wanted
        if bool(row) != bool(chair) or chair == 0:
            self.add_error(None, _("Enter both row and chair, or neither."))

    @property
    def wanted(self) -> tuple[str, int | None]:
        """The chair asked for, as `hall.assign` takes it."""
        return self.cleaned_data["row_name"], self.cleaned_data["chair"]


class SeatForm(ServiceForm, ChairForm):
    """The page of one seat."""

    def write(self) -> None:
        """Put the seat on its chair."""
        hall.assign({self.instance.pk: self.wanted})
        self.instance.refresh_from_db(fields=["row", "chair"])

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the field of the chair, which cannot be had."""
        return "chair"


class SeatListFormSet(forms.BaseModelFormSet):
    """The list of seats: all changes are made in one step, so that two can change places."""

    def clean(self) -> None:
        """Put the seats on their chairs, or say beside which row that cannot be."""
        super().clean()
        rows: list[Any] = self.forms
        changed = {form.instance.pk: form for form in rows if form.has_changed()}
        if not changed or any(self.errors):
            return
        try:
            hall.assign({key: form.wanted for key, form in changed.items()})
        except (ChairTaken, NoSuchChair) as error:
            changed[error.seat].add_error("chair", str(error))
        except RegistrationError as error:
            raise ValidationError(str(error)) from error


class HallRowFormSet(OrderedFormSet):
    """The rows of the hall; no chair goes on which a delegate sits."""

    def clean(self) -> None:
        """Clear the chairs that go, or say who sits there."""
        if any(self.errors):
            return
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        names = [form.instance.name.casefold() for form in kept if form.instance.name]
        if len(set(names)) < len(names):
            raise ValidationError(_("Two rows of the hall have the same name."))
        self._clear_chairs(kept)
        super().clean()

    def _clear_chairs(self, kept: list[forms.ModelForm]) -> None:
        gone = self.gone()
        left = {
            form.instance.pk: form.instance.chairs if form in kept else 0
            for form in self.initial_forms
            if form not in gone and (form not in kept or "chairs" in form.changed_data)
        }
        try:
            if left:
                hall.clear_chairs(self.instance, left)
        except RegistrationError as error:
            raise ValidationError(str(error)) from error


class ArrangeForm(forms.Form):
    """Who is to be given a chair."""

    who = forms.ChoiceField(
        label=_("Whom to arrange"),
        choices=[
            ("rest", _("Only delegates who have no chair yet; all others stay")),
            ("all", _("Everybody anew; what was exchanged by hand is lost")),
        ],
        initial="rest",
        widget=UnfoldAdminRadioSelectWidget,
    )
