"""The home page and the answers to errors."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from contest_portal.admin import unsent
from contest_portal.home import Home, heart
from events.models.content.timeline import Timeline
from events.models.plan import Purpose
from events.public.downloads.views import newest as newest_downloads
from events.public.news.views import newest as newest_posts
from events.public.videos.reading import newest as newest_videos
from events.web import markdown, pages
from events.web.language import words_of
from sponsorship.views import public_sponsors


@require_safe
@pages.kept(Home.read)
def home(request: HttpRequest, shown: Home) -> HttpResponse:
    """Show what, when, where and why; what one can do today; afterwards what was."""
    event = shown.event
    why = [row.text for row in Purpose.objects.filter(plan__event=event)] if event else []
    about = words_of(event.contest, "about") if event and event.contest.about else None
    context = {
        "event": event,
        "seats": shown.seats,
        "shown": shown,
        "items": shown.items,
        "why": why,
        "timeline": Timeline.of(event.contest_id) if event else None,
        "heart": heart(why),
        "about": markdown.render(about.text, top=3) if about else "",
        "about_lang": about.lang if about else "",
        "posts": newest_posts(event.contest if event else None),
        "news_url": reverse("news:posts"),
        "tiers": public_sponsors(event),
        "videos": newest_videos(event),
        "videos_url": reverse("videos:videos"),
        "downloads": newest_downloads(event),
        "downloads_url": reverse("downloads:downloads"),
        "contacts": list(event.contest.contacts.all()) if event else [],
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
