"""The answers to errors."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from contest_portal.admin import unsent
from events.web import pages


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
