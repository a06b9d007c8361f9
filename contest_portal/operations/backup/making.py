"""Write a backup: one moment of the database, while everybody goes on working."""

import datetime
import os
import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import connection as default_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.extensions import connection as Connection

from contest_portal.operations.backup import contents, programs
from contest_portal.operations.backup.container import FORMAT, FORMAT_VERSION, Writer
from contest_portal.operations.backup.passphrase import from_environment
from contest_portal.operations.errors import OperationError, in_one_sentence

PARTIAL = ".{name}.{random}.partial"
PARTIALS = re.compile(r"\.portal-\d{8}-\d{6}\.tar\.[0-9a-f]{8}\.partial")


@dataclass(frozen=True)
class Made:
    """A finished backup."""

    path: Path
    size: int  # bytes
    made_at: datetime.datetime
    encrypted: bool
    tables: dict[str, int]


def make(path: Path) -> Made:
    """Write everything into the file, complete or not at all. Raises `OperationError`."""
    passphrase = from_environment()
    with in_one_sentence(path), _written(path) as file, _snapshot() as (connection, snapshot):
        made_at = timezone.now().replace(microsecond=0)
        about = _about(made_at, encrypted=bool(passphrase))
        writer = Writer(file, about, passphrase)
        manifest = _add_database(writer, connection, snapshot)
        manifest["media"] = _add_media(writer)
        private = {
            "secret_key": settings.SECRET_KEY,
            "settings": contents.settings_that_are_set(),
        }
        writer.add_json(contents.PRIVATE, private)
        manifest |= {"about": about, "parts": dict(writer.parts)}
        writer.add_json(contents.MANIFEST, manifest)
        writer.finish()
        size = file.tell()
    return Made(path, size, made_at, bool(passphrase), manifest["tables"])


def _about(made_at: datetime.datetime, *, encrypted: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "made_at": timezone.localtime(made_at).isoformat(),
        "made_at_seconds": int(made_at.timestamp()),
        "portal_version": contents.portal_version(),
        "encrypted": encrypted,
    }


@contextmanager
def _snapshot() -> Iterator[tuple[Connection, str]]:
    """Hold one moment of the database, in a connection of its own."""
    wrapper = default_connection.copy()
    try:
        with wrapper.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # it stands by while pg_dump reads, however long that takes
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        yield wrapper.connection, snapshot
    finally:
        wrapper.close()


def _add_database(writer: Writer, connection: Connection, snapshot: str) -> dict[str, Any]:
    """Dump the moment; return what the manifest tells of it."""
    tools = programs.choose(programs.server_major(connection))
    command = [
        *(tools.path("pg_dump"), "--format=custom", f"--snapshot={snapshot}"),
        *("--no-owner", "--no-privileges", "--no-publications", "--no-subscriptions"),
        *("--lock-wait-timeout=60s", "--no-password", f"--dbname={programs.address(connection)}"),
    ]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may quote what stands in the database
        env=programs.environment(connection),
    ) as process:
        try:
            writer.add(contents.DATABASE, cast(BinaryIO, process.stdout))
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise OperationError(
            _("pg_dump could not read the database (code %(code)d).") % {"code": process.returncode}
        )
    with connection.cursor() as cursor:
        return {
            "tables": contents.tables(cursor),
            "migrations": contents.migrations(cursor),
            "postgresql": programs.server_major(connection),
            "pg_dump": tools.major,
        }


def _add_media(writer: Writer) -> dict[str, str]:
    digests: dict[str, str] = {}
    with contents.packed(Path(settings.MEDIA_ROOT), digests) as source:
        writer.add(contents.MEDIA, source)
    return digests


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """Give a file for its owner alone, which gets its name once it is complete and on the disk."""
    if path.exists() and not path.is_file():
        raise OperationError(_("%(path)s is not a file.") % {"path": path})
    fresh = path.with_name(PARTIAL.format(name=path.name, random=secrets.token_hex(4)))
    descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with open(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    except BaseException:
        with suppress(FileNotFoundError):
            fresh.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop_partials(folder: Path) -> None:
    """Remove what a backup that was killed has left. Nobody else may be making one here."""
    for entry in folder.iterdir():
        if PARTIALS.fullmatch(entry.name):
            entry.unlink(missing_ok=True)
