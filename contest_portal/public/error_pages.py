"""The answers to errors."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from contest_portal.admin import unsent
from events.web import looks, pages


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; a form that is too long is told so."""
    too_much = isinstance(exception, TooManyFieldsSent | RequestDataTooBig)
    return _trouble(request, 400, "400.html", too_much=too_much)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _trouble(request, 403, "403.html")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; an old link of ours also says whom to ask."""
    event = None
    if request.resolver_match is not None:
        content = pages.Content.read()
        event = pages.current_event(content.version, content.event_id)
    return _trouble(request, 404, "404.html", event=event)


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
    return _trouble(request, 403, "403_csrf.html")


def _trouble(request: HttpRequest, status: int, template: str, **context: Any) -> HttpResponse:
    looks.ask_nothing(request)  # the database may be what is broken
    return render(request, template, context, status=status)
