"""What a delegate's secret link opens."""

from django.http import Http404, HttpRequest, HttpResponse

from events.audit.actors import act_as
from events.web import pages, throttle
from events.web.links import file_answer
from registrations.documents.tickets import ticket_pdf
from registrations.models import Registration

TICKETS_PER_HOUR = 60  # of one registration: each costs a tenth of a second of a processor


def own_registration(request: HttpRequest, token: str) -> Registration:
    """Return the registration that a secret link opens; a link of nobody's is counted."""
    found = pages.first_read(lambda: Registration.objects.of_link(token))
    if found is None:
        throttle.miss(request, "registration")
        raise Http404
    act_as("delegate", "")
    pages.tell(request, found.content_version)
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


def can_change(found: Registration) -> bool:
    """Return whether lists can still change: before the ceremony, while a seat is asked for."""
    return found.is_active and not found.event.has_begun()
