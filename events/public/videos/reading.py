"""What pages need of videos, in a constant number of statements."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from events.models import Event, Picture, PictureFile, Video
from events.web import pictures
from events.web.language import words_of

NEWEST = 3  # on the home page
POSTER_WIDTH = 1280  # pixels


class Poster(NamedTuple):
    """The picture that stands for a video; the size is that of the picture."""

    url: str
    width: int
    height: int


class Card(NamedTuple):
    """A video in a list."""

    video: Video
    poster: Poster | None

    def get_absolute_url(self) -> str:
        """Return the path of its page."""
        return self.video.get_absolute_url()

    @property
    def title(self) -> str:
        """Its title in the language of the page, where it has one."""
        return words_of(self.video, "title").text

    @property
    def duration(self) -> str:
        """How long it lasts."""
        return self.video.duration


def public(event: Event | None) -> QuerySet[Video]:
    """Return what the site shows of the contest of a ceremony, with the posters."""
    files = Prefetch("poster__files", PictureFile.objects.defer("content"))
    of_contest = Video.objects.public().filter(contest_id=event.contest_id if event else 0)
    found: QuerySet[Video] = of_contest.select_related("poster").prefetch_related(files)
    return found.defer("transcript", "transcript_en", "captions", "captions_en")


def newest(event: Event | None) -> list[Card]:
    """Return the videos of the home page."""
    return cards(public(event)[:NEWEST])


def cards(videos: Any) -> list[Card]:
    """Return videos as lists show them."""
    return [Card(video, poster_of(video, 640)) for video in videos]


def poster_of(video: Video, width: int = POSTER_WIDTH) -> Poster | None:
    """Return the poster in the smallest file that is `width` pixels wide, else in the widest."""
    picture: Picture | None = video.poster
    files = pictures.files_of(picture, PictureFile.Format.JPEG) if picture else []
    if not files:
        return None
    chosen = next((file for file in files if file.width >= width), files[-1])
    return Poster(pictures.address(chosen), chosen.width, chosen.height)


def page_of(video: Video, file_url: str, captions_url: Callable[[str], str]) -> dict[str, Any]:
    """Return what the page of a video shows; `captions_url` makes an address of a language."""
    tracks = [
        {"language": language, "label": label, "url": captions_url(language)}
        for language, label, text in (
            ("vi", "Tiếng Việt", video.captions),
            ("en", "English", video.captions_en),
        )
        if text
    ]
    return {
        "video": video,
        "poster": poster_of(video),
        "file_url": file_url if video.file else "",
        "tracks": tracks,
        "site": urlsplit(video.address).hostname if video.address else "",
    }


def structured(video: Video, request: HttpRequest) -> dict[str, Any]:
    """Return what search engines read of a public video (schema.org, VideoObject)."""
    if not video.published_at:
        return {}
    data = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": video.title,
        "description": video.description or video.title,
        "uploadDate": video.published_at.isoformat(),
    }
    if poster := poster_of(video):
        data["thumbnailUrl"] = request.build_absolute_uri(poster.url)
    if video.seconds:
        data["duration"] = video.duration_iso
    if video.file:
        file_url = reverse("videos:file", args=[video.slug])
        data["contentUrl"] = request.build_absolute_uri(file_url)
    return data
