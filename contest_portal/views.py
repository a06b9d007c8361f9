"""The home page and the answers to errors."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from agenda.models.timetable import announced
from contest_portal.admin import unsent
from events.web import pages
from registrations.public.availability import Availability, availability
from sponsorship.views import public_sponsors


@require_safe
@pages.kept(availability)
def home(request: HttpRequest, seats: Availability) -> HttpResponse:
    """Show what, when, where, and how many seats are left."""
    event = pages.current_event(seats.version, seats.event_id)
    items = [item for item, _slot in announced(event)] if event else []
    context = {
        "event": event,
        "seats": seats,
        "items": items,
        "tiers": public_sponsors(event),
    }
    return render(request, "contest_portal/home.html", context)


def gone(request: HttpRequest) -> HttpResponse:
    """404, whoever asks."""
    raise Http404


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; a form that is too long is told so."""
    too_much = isinstance(exception, TooManyFieldsSent | RequestDataTooBig)
    return render(request, "400.html", {"too_much": too_much}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; an old link of ours also says whom to ask."""
    event = None
    if request.resolver_match is not None:
        content = pages.Content.read()
        event = pages.current_event(content.version, content.event_id)
    return render(request, "404.html", {"event": event}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; made without the request, which may be what is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or came from elsewhere.

    What an organizer typed into a page of ours is kept; a page of others gets nothing kept.
    """
    if request.path.startswith(reverse("admin:index")) and unsent.came_from_here(request):
        site: Any = admin.site
        return site.take_up(request)
    return render(request, "403_csrf.html", status=403)
