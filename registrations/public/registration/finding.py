"""Who lost the secret link finds the own page again, by what stands on the ticket and who it is."""

from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from events.web import pages, throttle
from events.web.links import SeeOther, secret_page, with_form
from registrations.models import Registration
from registrations.public.availability import availability
from registrations.public.fields import CodeInput, PhoneInput, PublicForm, layout


class FindForm(PublicForm):
    """The registration code and the telephone number that were given together."""

    code = CodeInput(
        label=_("Registration code"),
        longest=300,
        missing=_("Please enter the registration code."),
        help_text=_("Eight letters and digits, for example: K7MP-2QXA."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    phone = PhoneInput(
        label=_("Telephone"),
        longest=50,
        missing=_("Please enter a telephone number, for example 0912 345 678."),
        help_text=_("The number that was given with the registration."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return layout("code", "phone")

    def found(self) -> Registration | None:
        """Return whose code and number these are, both of one; an erased one is nobody's."""
        code, phone = self.cleaned_data["code"], self.cleaned_data["phone"]
        rows = Registration.objects.filter(code=code, phone=phone, erased_at=None)
        return rows.first()


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def find(request: HttpRequest) -> HttpResponse:
    """Lead to the own page; who guesses is told the same whatever is wrong, and not for long."""
    form = FindForm(request.POST if request.method == "POST" else None)
    late: throttle.TooMany | None = None
    try:
        if request.method == "POST":
            throttle.refuse_guesser(request, "registration code")
            if form.is_valid():
                found = form.found()
                if found is not None:
                    return SeeOther(found.get_absolute_url())
                throttle.miss(request, "registration code")
                form.add_error(
                    None, gettext("No registration has this code and this telephone number.")
                )
    except throttle.TooMany as error:
        form.add_error(None, str(error))
        late = error
    seats = availability()
    event = pages.current_event(seats.version, seats.event_id)
    context = {"form": form, "event": event, "again": seats.is_open}
    page = with_form(render(request, "registrations/registration_find.html", context))
    return throttle.throttled(page, late)
