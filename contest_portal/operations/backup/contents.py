"""What is in a backup besides the database: uploaded files, the secret key, the settings."""

import errno
import hashlib
import os
import subprocess
import tarfile
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from contest_portal.operations.backup.container import CHUNK, Measure

DATABASE, MEDIA, PRIVATE, MANIFEST = (
    "database.dump", "media.tar.gz", "private.json", "manifest.json",
)  # fmt: skip
# what somebody has to set again on another machine; nothing that opens a door
SETTINGS = (
    "ALLOWED_HOSTS", "BACKUP_COPY_DIR", "BACKUP_DIR", "BACKUP_GENERATIONS", "EMAIL_FROM", "HOST",
    "HSTS_PRELOAD", "HSTS_SUBDOMAINS", "HTTPS", "MEDIA_URL", "PORT", "PROXY_ADDRESSES",
    "REGISTRATIONS_PER_ADDRESS", "REGISTRATIONS_PER_EMAIL",
    "REGISTRATIONS_PER_PHONE", "RETENTION_DAYS", "RETENTION_DAYS_NEWS", "RETENTION_DAYS_PHOTO",
    "SIGNATURE_ROOTS", "SITE_URL", "TRUSTED_PROXIES",
)  # fmt: skip


def settings_that_are_set() -> dict[str, str]:
    return {name: os.environ[name] for name in SETTINGS if os.environ.get(name)}


def portal_version() -> str:
    """Return the version of the code, with the commit where git tells it."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))
    version = str(project["project"]["version"])
    try:
        said = subprocess.run(
            ["git", "-C", settings.BASE_DIR, "rev-parse", "--short", "HEAD"],
            capture_output=True,
            text=True,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return version
    return f"{version} ({said.stdout.strip()})" if said.returncode == 0 else version


def tables(cursor: Any) -> dict[str, int]:
    """Return how many rows each table of the portal has."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND relnamespace = 'public'::regnamespace ORDER BY relname"
    )
    names = [name for (name,) in cursor.fetchall()]
    return {name: _count(cursor, name) for name in names}


def _count(cursor: Any, table: str) -> int:
    quoted = table.replace('"', '""')
    cursor.execute(f'SELECT count(*) FROM public."{quoted}"')  # noqa: S608  (a name, quoted)
    return int(cursor.fetchone()[0])


def migrations(cursor: Any) -> list[list[str]]:
    model: type[Model] = MigrationRecorder.Migration
    cursor.execute(f"SELECT app, name FROM {model._meta.db_table} ORDER BY app, name")  # noqa: S608
    return [[app, name] for app, name in cursor.fetchall()]


# The folder of uploaded files


@contextmanager
def packed(folder: Path, digests: dict[str, str]) -> Iterator[BinaryIO]:
    """Give the folder as a packed tar to read; `digests` then tells the SHA-256 of each file."""
    reading, writing = os.pipe()

    def pack() -> None:
        with (
            open(writing, "wb") as sink,
            tarfile.open(fileobj=sink, mode="w|gz", dereference=True) as archive,
        ):
            for path in _files(folder):
                _pack_one(archive, folder, path, digests)

    with open(reading, "rb") as source, _beside(pack):
        try:
            yield source
        finally:
            source.close()  # who still writes hears that nobody reads


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names))


def _pack_one(archive: tarfile.TarFile, folder: Path, path: Path, digests: dict[str, str]) -> None:
    try:
        file = open(path, "rb", opener=_no_link)  # noqa: SIM115  (closed below)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO):
            return  # it was taken away meanwhile, or is no file
        raise
    with file:
        name = str(path.relative_to(folder))
        info = archive.gettarinfo(arcname=name, fileobj=file)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        if not info.isreg():
            return
        measure = Measure(file)
        archive.addfile(info, measure)
        digests[name] = measure.digest.hexdigest()


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


@contextmanager
def unpacking(folder: Path | None, digests: dict[str, str]) -> Iterator[BinaryIO]:
    """Give a sink for a packed tar, which is unpacked into the folder, or only read."""
    reading, writing = os.pipe()

    def unpack() -> None:
        with open(reading, "rb") as source:
            with tarfile.open(fileobj=source, mode="r|gz") as archive:
                for member in archive:
                    digests[member.name] = _unpack_one(archive, member, folder)
            while source.read(CHUNK):
                pass  # what fills the last block

    with _beside(unpack), open(writing, "wb") as sink:
        yield sink


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path | None) -> str:
    digest = hashlib.sha256()
    content = archive.extractfile(member)
    if content is None:
        raise tarfile.ExtractError(member.name)
    target = None
    if folder is not None:
        safe = tarfile.data_filter(member, str(folder))
        path = folder / safe.name
        path.parent.mkdir(parents=True, exist_ok=True)
        target = open(path, "xb")  # noqa: SIM115  (closed below)
    try:
        while data := content.read(CHUNK):
            digest.update(data)
            if target is not None:
                target.write(data)
        if target is not None:
            target.flush()
            os.fsync(target.fileno())
    finally:
        if target is not None:
            target.close()
    return digest.hexdigest()


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Do the work in a thread while the block runs; its error counts before that of the block."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    except BrokenPipeError:
        thread.join()
        if errors:
            raise errors[0] from None
        raise
    finally:
        thread.join()
    if errors:
        raise errors[0]
