"""The page of the public form: kept for everybody, filled in for each visitor."""

import re
import uuid
from typing import Any

from crispy_forms.utils import render_crispy_form
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from events.models import Event
from events.web import pages
from events.web.links import submission_of
from registrations.public.availability import Availability
from registrations.public.registration.forms import RegistrationForm

# stand in the kept page where each visitor gets the own value
CSRF_TOKEN, SUBMISSION = "csrf-token-of-this-visitor", "id-of-this-form"
INDENTATION = re.compile(r"\s*\n\s*")


def empty_page(request: HttpRequest, seats: Availability) -> HttpResponse:
    """Return the page as everybody gets it.

    The fields, which are slow to make, are kept apart: in a rush the seats left change often.
    """

    def fields(event: Event) -> str:
        return render_crispy_form(RegistrationForm(event=event), context={"event": event})

    def page() -> str:
        pages.tell(request, seats.version)
        event = pages.current_event(seats.version, seats.event_id)
        if event is None or not seats.is_open:
            return _page(request, seats, event, fields="")
        name = f"registration-fields:{get_language()}:{seats.event_id}:{seats.version}"
        return _page(request, seats, event, fields=pages.remember(name, lambda: fields(event)))

    def squeezed() -> str:
        # a page with a token is not compressed; without what indents its lines, this one comes in
        # the first packets, which need no answer of the phone
        return INDENTATION.sub("\n", page())

    return _answer(request, pages.remember(pages.name_of(request, seats.stamp), squeezed))


def filled_page(
    request: HttpRequest, seats: Availability, event: Event, form: RegistrationForm
) -> HttpResponse:
    """Return the page with what was typed, and what is wrong with it."""
    fields = render_crispy_form(form, context={"event": event})
    return _answer(request, _page(request, seats, event, fields=fields, form=form))


def _page(
    request: HttpRequest, seats: Availability, event: Event | None, *, fields: str, **more: Any
) -> str:
    context = {
        "event": event,
        "seats": seats,
        "fields": mark_safe(fields),  # noqa: S308  (rendered from the form's templates)
        "csrf_token_here": CSRF_TOKEN,
        "submission": SUBMISSION,
        **more,
    }
    return render_to_string("registrations/registration_create.html", context, request)


def _answer(request: HttpRequest, page: str) -> HttpResponse:
    """Fill in what belongs to this visitor alone."""
    submission = submission_of(request) or uuid.uuid4()
    page = page.replace(CSRF_TOKEN, get_token(request)).replace(SUBMISSION, str(submission))
    response = HttpResponse(page)
    response["Cache-Control"] = "private, no-cache"
    return response
