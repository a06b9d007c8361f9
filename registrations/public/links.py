"""Pages behind secret links: whose they are, and that nobody keeps them."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase

from events import mail, pages, throttle
from registrations.documents.tickets import ticket_pdf
from registrations.models import Registration

TICKETS_PER_HOUR = 60  # of one registration: each costs a tenth of a second of a processor


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
    found = pages.first_read(lambda: Registration.objects.of_link(token))
    if found is None:
        throttle.miss(request, "registration")
        raise Http404
    event = pages.current_event(found.content_version or "", found.event_id)
    if event is not None:
        found.event = event
    return found


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
