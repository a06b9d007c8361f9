"""Files of videos as they arrive, in parts: no request is large, and who was cut off goes on.

The web server takes no body of more than a few megabytes, from nobody. So the page of a video
sends a large file as many small requests of a signed-in person who may write videos. Each part
is written behind the one before it, under the row of the file; which part is next is known by the
row alone, so that a part that comes twice or out of turn does no harm.
"""

import datetime
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import video_files
from events.models import VideoUpload
from events.sizes import MEBIBYTE

MOST_BYTES = 500 * MEBIBYTE
PART_MOST = 4 * MEBIBYTE
FREE_AFTERWARDS = 1024 * MEBIBYTE  # what the disk must have left: the database stands there too
AT_ONCE = 3  # files of one person
KEPT = datetime.timedelta(days=1)


class UploadError(Exception):
    """A part or a file is refused; `str()` of it is a sentence to show."""


class NotNext(UploadError):
    """A part came twice or out of turn; `received` says where to go on."""

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(_("This part of the file is here already."))


class Gone(UploadError):
    """The file is not under way, or belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__(_("This file is no longer under way. Please choose it again."))


def begin(owner: Any, *, name: str, size: int) -> VideoUpload:
    """Announce a file. Raises `UploadError` where it cannot be taken."""
    if not 0 < size <= MOST_BYTES:
        raise UploadError(
            _("A video must have at most %(most)d MB. Save it with a smaller size or resolution.")
            % {"most": MOST_BYTES // MEBIBYTE}
        )
    forget_old()
    with transaction.atomic():
        # one after the other, so that two windows cannot both take the last place
        get_user_model()._default_manager.select_for_update().get(pk=owner.pk)
        under_way = VideoUpload.objects.filter(owner=owner).order_by("begun_at")
        for old in under_way[: max(0, len(under_way) - AT_ONCE + 1)]:
            _remove(old)
        awaited = sum(one.size - one.received for one in VideoUpload.objects.all())
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(folder()).free < awaited + size + FREE_AFTERWARDS:
            raise UploadError(
                _(
                    "The disk of the server has too little room for this file. Please tell who "
                    "runs it."
                )
            )
        return VideoUpload.objects.create(owner=owner, name=name[-200:], size=size)


def add(owner: Any, token: str, *, first: int, part: bytes) -> VideoUpload:
    """Write a part that begins at byte `first`; judge the file when it is whole.

    Raises `Gone`, `NotNext`, or `UploadError` where the whole is no video; it is removed then.
    """
    if len(part) > PART_MOST:
        raise UploadError(_("This part of the file is too large."))
    with transaction.atomic():
        upload = VideoUpload.objects.select_for_update().filter(owner=owner, token=token).first()
        if upload is None:
            raise Gone
        if first != upload.received or first + len(part) > upload.size:
            raise NotNext(upload.received)
        place = path_of(upload)
        if first and (not place.exists() or place.stat().st_size < first):
            raise Gone  # what came before was lost
        with place.open("r+b" if first else "wb") as file:
            file.seek(first)
            file.write(part)
            file.truncate()
            if first + len(part) == upload.size:
                os.fsync(file.fileno())
        upload.received += len(part)
        upload.save(update_fields=["received"])
    if upload.is_whole:
        try:
            look(upload)
        except ValidationError as error:
            _remove(upload)
            raise UploadError(error.messages[0]) from error
    return upload


def look(upload: VideoUpload) -> video_files.Found:
    """Return what a whole file is. Raises `ValidationError` where it is no video."""
    with path_of(upload).open("rb") as file:
        return video_files.look(file, upload.size)


@contextmanager
def taken(owner: Any, token: str) -> Iterator[File]:
    """Give a whole file to be stored in a transaction, which may move it; forget it at the end.

    Raises `Gone`.
    """
    upload = VideoUpload.objects.select_for_update().filter(owner=owner, token=token).first()
    if upload is None or not upload.is_whole or not path_of(upload).exists():
        raise Gone
    with path_of(upload).open("rb") as file:
        yield _Movable(file, upload.name)
    upload.delete()


class _Movable(File):
    """A file that the storage may take as it is, without a copy."""

    def __init__(self, file: Any, name: str) -> None:
        super().__init__(file, name)
        self.path = file.name

    def temporary_file_path(self) -> str:
        """Return where it stands."""
        return str(self.path)


def folder() -> Path:
    """Return where files under way stand: on the disk of the stored ones, in no backup."""
    return Path(settings.UPLOADS_ROOT)


def path_of(upload: VideoUpload) -> Path:
    """Return where a file under way stands."""
    return folder() / f"{upload.token}.part"


def forget_old() -> int:
    """Remove what nobody has finished within a day; return how many files that were."""
    old = list(VideoUpload.objects.filter(begun_at__lt=timezone.now() - KEPT))
    for upload in old:
        _remove(upload)
    return len(old)


def _remove(upload: VideoUpload) -> None:
    upload.delete()
    path_of(upload).unlink(missing_ok=True)
