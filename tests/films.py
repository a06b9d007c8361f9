"""Videos as browsers record them: three colours of three seconds, in the two usual kinds."""

from pathlib import Path

from django.core.files.base import ContentFile

from events.models import Contest, Video
from events.services import videos

FOLDER = Path(__file__).parent / "events" / "video_files"
MP4 = (FOLDER / "short.mp4").read_bytes()
WEBM = (FOLDER / "short.webm").read_bytes()


def box(name: bytes, content: bytes = b"") -> bytes:
    """Return a box of an MP4."""
    return (len(content) + 8).to_bytes(4, "big") + name + content


def long_mp4(size: int) -> bytes:
    """Return an MP4 of `size` bytes, most of them a box that players pass over."""
    return MP4 + box(b"free", bytes(size - len(MP4) - 8))


def stored(contest: Contest, content: bytes = MP4, **values: object) -> Video:
    """Save a video with its file, as the admin does."""
    count = Video.objects.count()
    video = Video(contest=contest, **{"title": "Lễ phát động", "slug": f"phim-{count}", **values})
    return videos.save(video, file=ContentFile(content, "phim.mp4"))
