"""Whom to ask, and how to get to the venue."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.web import pages


@require_safe
@pages.kept(pages.Content.read)
def contact(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Name the contacts of the contest, else the ceremony's own; then the venue."""
    event = pages.current_event(content.version, content.event_id)
    context = {
        "event": event,
        "contacts": list(event.contest.contacts.all()) if event else [],
        "map_host": urlsplit(event.map_link).hostname if event and event.map_link else "",
    }
    return render(request, "events/contact/contact.html", context)
