"""A delegate registers, and comes back to the own page behind a secret link."""

import io
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

import segno
from crispy_forms.utils import render_crispy_form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe
from post_office.models import STATUS

from events import mail, pages, throttle
from events.models import Event
from registrations import services
from registrations.availability import Availability, availability
from registrations.documents.tickets import ticket_pdf
from registrations.errors import AlreadyRegistered, RegistrationError
from registrations.forms import RegistrationForm
from registrations.mail.calendar_file import calendar_file
from registrations.models import Registration, Seat, Seating
from registrations.models.seating import HALL_HAS_ROWS
from registrations.services import sources
from registrations.views.slowing_down import MORE_DELEGATES, slow_down

TICKETS_PER_HOUR = 60  # of one registration: each costs a tenth of a second of a processor

# stand in the kept page where each visitor gets the own value
CSRF_TOKEN, SUBMISSION = "csrf-token-of-this-visitor", "id-of-this-form"


# In a rush everybody opens the own page: it is read with the version of what it shows besides, and
# with the hour until which a letter is put off; between - and . stand the keys of its letters.
OWN_PAGE = """
    SELECT own.*, (SELECT version FROM events_content_version)::text AS content_version, (
        SELECT max(scheduled_time)
        FROM events_letter JOIN post_office_email AS email ON email.id = email_ptr_id
        WHERE key ~>=~ format('registration-%%s-', own.id)
            AND key ~<~ format('registration-%%s.', own.id)
            AND mailbox <> '' AND email.status = %s AND scheduled_time > now()
            AND (expires_at IS NULL OR expires_at > now())
    ) AS letter_waits_until
    FROM registrations_registration AS own WHERE token = %s
"""
OWN_SEAT = f"""
    SELECT seat.*, {HALL_HAS_ROWS} FROM registrations_seat AS seat WHERE id = %s
"""  # noqa: S608  (words of our own)


class SeeOther(HttpResponseRedirectBase):
    """303: whatever was posted, what follows is a page to get."""

    status_code = 303


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Take a registration; the form tells first how many seats are left."""
    seats = availability()
    if request.method == "POST" and seats.is_open:
        with mail.paced():
            return _take(request, seats)
    return _answer(request, _empty_page(request, seats))


def _take(request: HttpRequest, seats: Availability) -> HttpResponse:
    event = _event(seats)
    form = RegistrationForm(request.POST, event=event)
    late: throttle.TooMany | None = None
    if form.is_valid():
        try:
            data = form.cleaned_data
            slow_down(request, data["phone"], data["email"], seats=seats.total)
            registration = services.register(
                event=event,
                delegate=form.delegate(),
                submission=submission_of(request),
                source=sources.digest(event, throttle.wide_address(request)),
                news_consent=data["news"],
                photo_consent=data["photo"],
            )
        except AlreadyRegistered as error:
            services.send_own_link(error.existing)
            form.add_error(None, str(error))
        except RegistrationError as error:
            form.add_error(None, str(error))
        except throttle.TooMany as error:
            form.add_error(None, f"{error} {MORE_DELEGATES}")
            late = error
        else:
            return SeeOther(registration.get_absolute_url())
    # only now: the way to a seat renders no form
    response = _answer(request, _filled_page(request, seats, event, form))
    if late is not None:
        response.status_code = 429
        response["Retry-After"] = str(late.seconds)
    return response


def _event(seats: Availability) -> Event:
    event = pages.current_event(seats.version, seats.event_id)
    assert event is not None  # noqa: S101  (a seating has its ceremony)
    return event


def submission_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the id that this form was given; None where it was tampered with."""
    try:
        return uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


def _empty_page(request: HttpRequest, seats: Availability) -> str:
    """Return the page as everybody gets it.

    The fields, which are slow to make, are kept apart: in a rush the seats left change often.
    """

    def fields(event: Event) -> str:
        return render_crispy_form(RegistrationForm(event=event), context={"event": event})

    def page() -> str:
        event = pages.current_event(seats.version, seats.event_id)
        if event is None or not seats.is_open:
            return _page(request, seats, event, fields="")
        name = f"registration-fields:{get_language()}:{seats.event_id}:{seats.version}"
        return _page(request, seats, event, fields=pages.remember(name, lambda: fields(event)))

    return pages.remember(pages.name_of(request, seats.stamp), page)


def _filled_page(
    request: HttpRequest, seats: Availability, event: Event, form: RegistrationForm
) -> str:
    fields = render_crispy_form(form, context={"event": event})
    return _page(request, seats, event, fields=fields, form=form)


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


View = Callable[..., HttpResponse]


def secret_page(view: View) -> View:
    """Keep a page behind a secret link out of caches, indexes and the addresses of others."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with mail.paced():
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return wrapper


def own_registration(request: HttpRequest, token: str) -> Registration:
    """Return the registration that a secret link opens; a link of nobody's is counted."""
    for found in Registration.objects.raw(OWN_PAGE, [STATUS.queued, token]):
        # raw() hangs the extra columns on the row: the ceremony of that version is remembered
        event = pages.current_event(vars(found)["content_version"] or "", found.event_id)
        if event is not None:
            found.event = event
        if found.seat_id is not None:
            found.seat = Seat.objects.raw(OWN_SEAT, [found.seat_id])[0]
        return found
    throttle.miss(request, "registration")
    raise Http404


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


def ticket_file(found: Registration) -> HttpResponse:
    """Return the ticket. Raises `TooMany`; `Http404`, where there is no seat."""
    if found.seat_id is None:
        raise Http404
    throttle.hit("ticket", str(found.pk), TICKETS_PER_HOUR, throttle.HOUR)
    return _file(ticket_pdf(found), "phieu-tham-du.pdf", "application/pdf")


@require_safe
@secret_page
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Return the ceremony for the delegate's calendar, once the hour is fixed."""
    found = own_registration(request, token)
    content = calendar_file(found) if found.seat_id is not None else None
    if content is None:
        raise Http404
    return _file(content, "lich-buoi-le.ics", "text/calendar; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition})


def can_change(found: Registration) -> bool:
    """Return whether lists can still change: before the ceremony, while a seat is asked for."""
    return found.is_active and not found.event.has_begun()


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then give the seat back; once the ceremony has begun nobody gets it."""
    found = own_registration(request, token)
    if not can_change(found):
        return SeeOther(found.get_absolute_url())
    if request.method == "POST":
        with suppress(RegistrationError):  # declined meanwhile: the own page tells
            services.cancel(found)
        return SeeOther(found.get_absolute_url())
    context = {"registration": found, "event": found.event}
    response = render(request, "registrations/registration_cancel.html", context)
    # without a referrer the browser hides the origin of the form too, and it would be refused
    response["Referrer-Policy"] = "same-origin"
    return response
