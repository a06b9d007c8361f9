"""The admin's forms of seats and of the rows of the hall; the services write."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget

from events.admin.ordered import OrderedFormSet
from registrations.admin.forms import ServiceForm
from registrations.errors import ChairTaken, NoSuchChair, RegistrationError
from registrations.models import Seat
from registrations.services import hall


class SeatForm(ServiceForm):
    """Where in the hall a seat stands."""

    class Meta:
        model = Seat
        fields = ["row", "chair"]

    def write(self) -> None:
        """Put the seat on its chair."""
        hall.assign({self.instance.pk: (self.instance.row, self.instance.chair)})
        self.instance.refresh_from_db(fields=["row", "chair"])

    def field_of(self, error: RegistrationError) -> str | None:
        """Return the field of the chair, which cannot be had."""
        return "chair"


class SeatListFormSet(forms.BaseModelFormSet):
    """The list of seats: all changes are made in one step, so that two can change places."""

    def clean(self) -> None:
        """Put the seats on their chairs, or say beside which row that cannot be."""
        super().clean()
        changed = {form.instance.pk: form for form in self.forms if form.has_changed()}
        if not changed or any(self.errors):
            return
        try:
            hall.assign({k: (f.instance.row, f.instance.chair) for k, f in changed.items()})
        except (ChairTaken, NoSuchChair) as error:
            changed[error.seat].add_error("chair", str(error))
        except RegistrationError as error:
            raise ValidationError(str(error)) from error


class HallRowFormSet(OrderedFormSet):
    """The rows of the hall; the seats follow what becomes of them."""

    def clean(self) -> None:
        """Let the seats follow, or say who sits on a chair that would go."""
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        names = [form.instance.name.casefold() for form in kept if form.instance.name]
        if len(set(names)) < len(names):
            raise ValidationError(_("Two rows of the hall have the same name."))
        gone = self.gone()
        now: dict[str, tuple[str, int]] = {}
        for form in self.initial_forms:
            if form in gone:
                continue
            if form not in kept:
                now[form.initial["name"]] = ("", 0)
            elif form.has_changed():
                now[form.initial["name"]] = (form.instance.name, form.instance.chairs)
        try:
            if now:
                hall.follow_rows(self.instance, now)
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
