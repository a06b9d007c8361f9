"""The folder of backups: their names, how many are kept, and the copy in a second folder."""

import datetime
import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from contest_portal.models import OperationRun
from contest_portal.operations.backup.container import (
    CHUNK,
    NewerFormatError,
    NotABackupError,
    Reader,
    digest_of,
)
from contest_portal.operations.backup.making import Made, drop_partials, make, sync_folder
from contest_portal.operations.errors import OperationError, in_one_sentence

NAME = "portal-%Y%m%d-%H%M%S.tar"
NAMES = re.compile(r"portal-\d{8}-\d{6}\.tar")


@dataclass(frozen=True)
class Kept:
    """A backup that lies in a folder under the name that it was given."""

    path: Path
    made_at: datetime.datetime


def back_up(run: OperationRun) -> str:
    """Add a backup to the folder and take away what is too old: the daily operation."""
    folder = settings.BACKUP_DIR
    with in_one_sentence(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        drop_partials(folder)
    made = make(folder / timezone.localtime().strftime(NAME))
    run.backup_at = made.made_at
    _prune(folder)
    return message(made)


def copy_backup(run: OperationRun) -> str:
    """Copy the newest backup to the second folder: the daily operation after it."""
    if not settings.BACKUP_COPY_DIR:
        return _("No second folder is set (BACKUP_COPY_DIR).")
    path, folder = newest(), Path(settings.BACKUP_COPY_DIR)
    with in_one_sentence(folder):
        drop_partials(folder)
        _copy(path, folder / path.name)
        _prune(folder)
    return _("%(name)s was copied to %(folder)s.") % {"name": path.name, "folder": folder}


def message(made: Made) -> str:
    """Return one line about a backup that was made."""
    text = _("%(name)s, %(size)s MB, %(registrations)d registrations; %(protection)s.")
    return text % {
        "name": made.path.name,
        "size": f"{made.size / 1e6:.1f}".replace(".", ","),
        "registrations": made.tables.get("registrations_registration", 0),
        "protection": _("encrypted") if made.encrypted else _("not encrypted"),
    }


def kept(folder: Path) -> list[Kept]:
    """Return the backups of a folder that `back_up` made, the newest first; nothing else counts."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if NAMES.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            with suppress(NotABackupError, NewerFormatError, OSError), open(path, "rb") as file:
                seconds = Reader(file).about["made_at_seconds"]
                found.append(Kept(path, datetime.datetime.fromtimestamp(seconds, datetime.UTC)))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def newest() -> Path:
    """Return the newest backup of the folder. Raises `OperationError`."""
    with in_one_sentence(settings.BACKUP_DIR):
        backups = kept(settings.BACKUP_DIR)
    if not backups:
        text = _("There is no backup in %(folder)s yet.")
        raise OperationError(text % {"folder": settings.BACKUP_DIR})
    return backups[0].path


def _prune(folder: Path) -> None:
    """Keep the newest generations, and the last one that was proven, however old it is."""
    proven = OperationRun.objects.filter(name="prove_backup", succeeded=True)
    last = proven.order_by("-backup_at").values_list("backup_at", flat=True).first()
    with in_one_sentence(folder):
        for backup in kept(folder)[max(1, settings.BACKUP_GENERATIONS) :]:
            if backup.made_at != last:
                backup.path.unlink()


def _copy(path: Path, target: Path) -> None:
    """Copy a file, complete or not at all; a good copy that is there already stays."""
    with open(path, "rb") as original:
        size = os.fstat(original.fileno()).st_size
        digest = digest_of(original, size)
    if target.exists() and _is(target, size, digest):
        return
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with open(descriptor, "wb") as copy, open(path, "rb") as original:
            shutil.copyfileobj(original, copy, CHUNK)
            copy.flush()
            os.fsync(copy.fileno())
            # what is read again must come from the disk, not from memory
            os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if not _is(fresh, size, digest):
            raise OperationError(_("The copy in the second folder differs from the backup."))
        fresh.rename(target)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(target.parent)


def _is(path: Path, size: int, digest: str) -> bool:
    with open(path, "rb") as file:
        return os.fstat(file.fileno()).st_size == size and digest_of(file, size) == digest
