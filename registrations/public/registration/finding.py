"""Who lost the secret link gets it again: by code and telephone number, or by a letter."""

from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from events.mailboxes import mailbox
from events.web import pages, throttle
from events.web.links import SeeOther, secret_page, with_form
from registrations.models import Registration
from registrations.public.availability import availability
from registrations.public.fields import CodeInput, EmailInput, PhoneInput, PublicForm, layout
from registrations.services import lost_links

ASKED = "da-nhan"  # in the address of the page that follows
LETTERS_PER_MAILBOX, LETTERS_PER_ADDRESS = 3, 20  # in a day; in an hour, of one network


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


class LetterForm(PublicForm):
    """The e-mail address that was given, of a delegate or of an office."""

    email = EmailInput(
        label=_("E-mail"),
        longest=254,
        missing=_("Please enter the e-mail address."),
        help_text=_("The address that was given with the registration, or that of the invited."),
        widget=forms.EmailInput(
            attrs={"inputmode": "email", "autocomplete": "email", "spellcheck": "false"}
        ),
    )

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the field stands on the page."""
        return layout("email")


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def find(request: HttpRequest) -> HttpResponse:
    """Lead to the own page, or write to the address on record.

    Whoever guesses is told the same whatever is wrong, and not for long.
    """
    by_letter = "letter" in request.POST
    data = request.POST if request.method == "POST" else None
    code_form = FindForm(None if by_letter else data)
    letter_form = LetterForm(data if by_letter else None)
    late: throttle.TooMany | None = None
    form: PublicForm = letter_form if by_letter else code_form
    try:
        if by_letter and letter_form.is_valid():
            _write(request, letter_form.cleaned_data["email"])
            return SeeOther(f"{reverse('registrations:find')}?{ASKED}")
        if data is not None and not by_letter and (found := _look_up(request, code_form)):
            return SeeOther(found.get_absolute_url())
    except throttle.TooMany as error:
        form.add_error(None, str(error))
        late = error
    seats = availability()
    event = pages.current_event(seats.version, seats.event_id)
    context = {
        "form": form,
        "code_form": code_form,
        "letter_form": letter_form,
        "asked": ASKED in request.GET,
        "event": event,
    }
    page = with_form(render(request, "registrations/registration_find.html", context))
    return throttle.throttled(page, late)


def _look_up(request: HttpRequest, form: FindForm) -> Registration | None:
    """Return whose code and number were typed; a wrong pair is counted. Raises `TooMany`."""
    throttle.refuse_guesser(request, "registration code")
    if not form.is_valid():
        return None
    found = form.found()
    if found is None:
        throttle.miss(request, "registration code")
        form.add_error(None, gettext("No registration has this code and this telephone number."))
    return found


def _write(request: HttpRequest, address: str) -> None:
    """Let letters go to an address, if it is known, as rarely as if it were not.

    Raises `TooMany`.
    """
    throttle.hit_each(
        throttle.Deed("lost link", mailbox(address), LETTERS_PER_MAILBOX, throttle.DAY),
        *throttle.of_address(request, "lost link, network", LETTERS_PER_ADDRESS, throttle.HOUR),
    )
    seats = availability()
    event = pages.current_event(seats.version, seats.event_id)
    if event is not None:
        lost_links.send_links(event, address)
