"""Files of videos, judged by their bytes: which kind, how long, whether browsers show them."""

from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.video_files import mp4, webm
from events.video_files.errors import Damaged

ENDINGS = {"video/mp4": ".mp4", "video/webm": ".webm"}


@dataclass(frozen=True)
class Found:
    """What the bytes of a file tell."""

    content_type: str
    seconds: int | None  # None where the file does not say it
    is_widely_shown: bool = True  # whether every usual browser has what decodes it


def look(file: BinaryIO, size: int) -> Found:
    """Return what a file of `size` bytes is. Raises `ValidationError` with what to do instead."""
    file.seek(0)
    head = file.read(12)
    try:
        if head[4:8] == b"ftyp":
            length, widely = mp4.look(file, size)
            return Found("video/mp4", _whole(length), widely)
        if head[:4] == webm.EBML:
            return Found("video/webm", _whole(webm.look(file, size)))
    except Damaged as error:
        raise ValidationError(
            _(
                "The video is damaged, was cut off, or carries something else behind it. Save it "
                "anew as MP4 and choose it again."
            )
        ) from error
    raise ValidationError(_("The file is no video that browsers play. Choose an MP4 or WebM file."))


def _whole(seconds: float | None) -> int | None:
    return max(1, round(seconds)) if seconds else None
