"""The file of a video: stored under a name that nobody guesses, removed when no video has it."""

import datetime
import secrets
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import video_files
from events.models import Video
from events.services import video_uploads
from events.services.publications import obstacles_of

FOLDER = "videos"
UNUSED_FOR = datetime.timedelta(hours=6)  # until then its row may still be under way


def save(video: Video, *, owner: Any = None, token: str = "", file: File | None = None) -> Video:
    """Save a video, with a file that arrived in parts, or with one in hand.

    Raises `ValidationError` where the file is no video or is no longer there.
    """
    with transaction.atomic():
        if token:
            try:
                with video_uploads.taken(owner, token) as whole:
                    _put(video, whole)
            except video_uploads.UploadError as error:
                raise ValidationError(str(error)) from error
        elif file is not None:
            _put(video, file)
        if not video.file:
            video.content_type, video.size = "", None
        video.save()
    return video


def _put(video: Video, file: File) -> None:
    content: Any = file.file
    found = video_files.look(content, file.size)
    video.address = ""
    video.content_type, video.size = found.content_type, file.size
    video.seconds = found.seconds or video.seconds
    file.seek(0)
    name = f"{secrets.token_urlsafe(12)}{video_files.ENDINGS[found.content_type]}"
    video.file.save(name, file, save=False)


def remove_unused() -> int:
    """Remove stored files that no video has any more; return how many that were."""
    if not default_storage.exists(FOLDER):
        return 0
    before = timezone.now() - UNUSED_FOR
    used = set(Video.objects.exclude(file="").values_list("file", flat=True))
    count = 0
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if path not in used and default_storage.get_modified_time(path) < before:
            default_storage.delete(path)
            count += 1
    return count


@obstacles_of(Video)
def _nothing_to_see(video: Video) -> Iterable[str]:
    """Tell of a video without a video."""
    if not video.file and not video.address:
        yield _("There is no video yet: choose a file, or give its address at another site.")
