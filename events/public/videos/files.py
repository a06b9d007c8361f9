"""The files of a video: what plays, and its captions."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from events.models import Video
from events.video_files import ENDINGS
from events.web import pages, ranges
from events.web.links import secret_page

CAPTIONS = {"vi": "captions", "en": "captions_en"}


@require_safe
def file(request: HttpRequest, slug: str) -> Any:
    """Send the file of a public video, whole or in parts."""
    return send_file(request, _public(slug))


@require_safe
def captions(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Send the captions of a public video."""
    return send_captions(_public(slug), language)


@require_safe
@secret_page
def draft_file(request: HttpRequest, token: str) -> Any:
    """Send the file of a draft to who has its secret link."""
    return send_file(request, get_object_or_404(Video, token=token))


@require_safe
@secret_page
def draft_captions(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """Send the captions of a draft, likewise."""
    return send_captions(get_object_or_404(Video, token=token), language)


def send_file(request: HttpRequest, video: Video) -> Any:
    """Send the file of a video; 404 where it has none, or where it is gone."""
    if not video.file:
        raise Http404
    name = str(video.file.name)
    try:
        stored: Any = video.file.storage.open(name, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return ranges.send(
        request,
        stored.file,
        size=stored.size,
        etag=hashlib.sha256(name.encode()).hexdigest()[:32],
        content_type=video.content_type,
        name=f"{video.slug}{ENDINGS.get(video.content_type, '')}",
    )


def send_captions(video: Video, language: str) -> HttpResponse:
    """Send captions; they were written anew when they were saved."""
    text = getattr(video, CAPTIONS.get(language, ""), "")
    if not text:
        raise Http404
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text, content_type="text/vtt; charset=utf-8", headers=headers)


def _public(slug: str) -> Video:
    content = pages.Content.read()
    event = pages.current_event(content.version, content.event_id)
    of_contest = Video.objects.public().filter(contest_id=event.contest_id if event else 0)
    return get_object_or_404(of_contest, slug=slug)
