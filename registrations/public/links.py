"""Pages behind secret links: whose they are, and that nobody keeps them."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from post_office.models import STATUS

from events import mail, pages, throttle
from registrations.documents.tickets import ticket_pdf
from registrations.models import Registration, Seat
from registrations.models.seating import HALL_HAS_ROWS

TICKETS_PER_HOUR = 60  # of one registration: each costs a tenth of a second of a processor

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


def submission_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the id that this form was given; None where it was tampered with."""
    try:
        return uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


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


def ticket_file(found: Registration) -> HttpResponse:
    """Return the ticket. Raises `TooMany`; `Http404`, where there is no seat."""
    if found.seat_id is None:
        raise Http404
    throttle.hit("ticket", str(found.pk), TICKETS_PER_HOUR, throttle.HOUR)
    return file_answer(ticket_pdf(found), "phieu-tham-du.pdf", "application/pdf")


def with_form(response: HttpResponse) -> HttpResponse:
    """Let the form of a secret page be sent."""
    # without a referrer the browser hides the origin of the form too, and it would be refused
    response["Referrer-Policy"] = "same-origin"
    return response


def file_answer(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to be kept under this name."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition})


def can_change(found: Registration) -> bool:
    """Return whether lists can still change: before the ceremony, while a seat is asked for."""
    return found.is_active and not found.event.has_begun()
