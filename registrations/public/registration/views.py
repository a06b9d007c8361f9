"""A delegate registers, and comes back to the own page behind a secret link."""

import io
from contextlib import suppress

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from events import mail
from events.models import Event
from events.web import pages, throttle
from events.web.links import SeeOther, file_answer, secret_page, submission_of, with_form
from registrations.errors import (
    ANOTHER_CEREMONY,
    REGISTRATION_CLOSED,
    AlreadyRegistered,
    RegistrationError,
)
from registrations.mail.calendar_file import calendar_file
from registrations.models import Registration, Seating
from registrations.public.availability import Availability, availability
from registrations.public.links import can_change, own_registration, ticket_file
from registrations.public.registration.form_page import empty_page, filled_page
from registrations.public.registration.forms import RegistrationForm
from registrations.public.registration.throttling import MORE_DELEGATES, slow_down
from registrations.services import registration as registration_service
from registrations.services import reminders, sources, transitions
from registrations.services.origins import PublicForm


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Take a registration; the form tells first how many seats are left.

    What is sent too late is refused by the service, so what was typed is kept, and a form that
    was taken before leads to the own page.
    """
    seats = availability()
    pages.tell(request, seats.version)
    if request.method == "POST" and seats.event_id is not None:
        with mail.paced():
            return _take(request, seats)
    return empty_page(request, seats)


def _take(request: HttpRequest, seats: Availability) -> HttpResponse:
    event = _event(seats)
    form = RegistrationForm(request.POST, event=event)
    late: throttle.TooMany | None = None
    is_valid = form.is_valid()
    was_another = request.POST.get("ceremony", str(event.pk)) != str(event.pk)
    if was_another and seats.is_open:
        form.add_error(None, str(ANOTHER_CEREMONY))
    elif is_valid:
        try:
            data = form.cleaned_data
            slow_down(request, data["phone"], data["email"], seats=seats.total)
            registration = registration_service.register(
                event=event,
                delegate=form.delegate(),
                origin=PublicForm(
                    submission=submission_of(request),
                    source=sources.digest(event, throttle.wide_address(request)),
                    news_consent=data["news"],
                    photo_consent=data["photo"],
                ),
            )
        except AlreadyRegistered as error:
            reminders.send_own_link(error.existing)
            form.add_error(None, str(error))
        except RegistrationError as error:
            form.add_error(None, str(error))
        except throttle.TooMany as error:
            more = MORE_DELEGATES if event.contact_shown else ""
            form.add_error(None, f"{error} {more}".strip())
            late = error
        else:
            if form.notice:
                messages.warning(request, form.notice)
            return SeeOther(registration.get_absolute_url())
    elif not seats.is_open:
        form.errors.clear()  # nobody mends what cannot be sent
        form.add_error(None, str(REGISTRATION_CLOSED))
    # only now: the way to a seat renders no form
    return throttle.throttled(filled_page(request, seats, event, form), late)


def _event(seats: Availability) -> Event:
    event = pages.current_event(seats.version, seats.event_id)
    assert event is not None  # noqa: S101  (its key was read)
    return event


@require_safe
@secret_page
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Show the delegate's own page: state, code, seat or place on the waiting list."""
    found = own_registration(request, token)
    context = {
        "registration": found,
        "event": found.event,
        "can_cancel": can_change(found),
        "can_register": not found.is_active and _can_register(found),
        "address": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "registrations/registration_detail.html", context)


def _can_register(found: Registration) -> bool:
    """Return whether who is out could come in again without an invitation."""
    seating = Seating.objects.filter(event=found.event_id).first()
    return found.invitation_id is None and seating is not None and seating.is_open(found.event)


@require_safe
@secret_page
def qr_code(request: HttpRequest, token: str) -> HttpResponse:
    """Draw the registration code; nothing personal is in it."""
    picture = io.BytesIO()
    segno.make(own_registration(request, token).code, error="m", micro=False).save(
        picture, kind="svg", scale=8, border=4, light="#fff", xmldecl=False
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_safe
@secret_page
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Return the ticket of a delegate who has a seat."""
    return ticket_file(own_registration(request, token))


@require_safe
@secret_page
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Return the ceremony for the delegate's calendar, once the hour is fixed."""
    found = own_registration(request, token)
    content = calendar_file(found) if found.seat_id is not None else None
    if content is None:
        raise Http404
    return file_answer(content, "lich-buoi-le.ics", "text/calendar; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then give the seat back; once the ceremony has begun nobody gets it."""
    found = own_registration(request, token)
    if not can_change(found):
        return SeeOther(found.get_absolute_url())
    if request.method == "POST":
        with suppress(RegistrationError):  # declined meanwhile: the own page tells
            transitions.cancel(found)
        return SeeOther(found.get_absolute_url())
    context = {"registration": found, "event": found.event}
    return with_form(render(request, "registrations/registration_cancel.html", context))
