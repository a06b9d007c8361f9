"""The list of videos, and the page of one."""

from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.models import Event, Video
from events.public.preview.views import shows
from events.public.videos import reading
from events.web import pages
from events.web.language import is_vietnamese_only

ON_A_PAGE = 24


@require_safe
@pages.kept(pages.Content.read)
def videos(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Show the newest videos."""
    return _list(request, content, 1)


@require_safe
@pages.kept(pages.Content.read)
def more(request: HttpRequest, content: pages.Content, number: int) -> Any:
    """Show older videos."""
    return _list(request, content, number) if number != 1 else redirect("videos:videos")


def _list(request: HttpRequest, content: pages.Content, number: int) -> HttpResponse:
    event = pages.current_event(content.version, content.event_id)
    try:
        page = Paginator(reading.public(event), ON_A_PAGE).page(number)
    except EmptyPage as error:
        raise Http404 from error
    cards = reading.cards(page)
    context = {
        "event": event,
        "page": page,
        "cards": cards,
        "some_vietnamese": any(is_vietnamese_only(card.video, "title") for card in cards),
    }
    return render(request, "events/videos/videos.html", context)


@require_safe
@pages.kept(pages.Content.read)
def video(request: HttpRequest, content: pages.Content, slug: str) -> HttpResponse:
    """Show a video with its captions and its words."""
    event = pages.current_event(content.version, content.event_id)
    found = get_object_or_404(reading.public(event).defer(None), slug=slug)
    context = reading.page_of(
        found,
        reverse("videos:file", args=[slug]),
        lambda language: reverse("videos:captions", args=[slug, language]),
    )
    context |= {"event": event, "structured": reading.structured(found, request)}
    return render(request, "events/videos/video.html", context)


@shows(Video)
def draft(request: HttpRequest, found: Video) -> HttpResponse:
    """Show a draft; what plays stands behind its secret link too."""
    context = reading.page_of(
        found,
        reverse("video_drafts:file", args=[found.token]),
        lambda language: reverse("video_drafts:captions", args=[found.token, language]),
    )
    context |= {"event": Event.objects.current(), "is_preview": True}
    return render(request, "events/videos/video.html", context)
