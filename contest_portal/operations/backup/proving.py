"""Prove a backup: bring it back beside the portal, look at all of it, throw it away again."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from psycopg2.extensions import connection as Connection

from contest_portal.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from contest_portal.models import OperationRun
from contest_portal.operations.backup import contents, databases, folder, loading, reading
from contest_portal.operations.backup.reading import Backup
from contest_portal.operations.errors import OperationError


def prove_newest(run: OperationRun) -> str:
    """Prove the newest backup of the folder: the daily operation."""
    with reading.opened(folder.newest()) as backup:
        prove(backup)
        run.backup_at = backup.made_at
        return message(backup)


def prove(backup: Backup) -> None:
    """Raise `OperationError` unless everything in the backup comes back as it was."""
    check_media(backup, None)
    with _empty_database() as (connection, url):
        loading.load(backup, connection, url)


def message(backup: Backup) -> str:
    """Return one line about a backup that is good."""
    return _("Good: backup of %(moment)s, %(tables)d tables, %(rows)d rows, %(files)d files.") % {
        "moment": date_format(timezone.localtime(backup.made_at), "H:i d/m/Y"),
        "tables": len(backup.tables),
        "rows": sum(backup.tables.values()),
        "files": len(backup.media),
    }


def check_media(backup: Backup, target: Path | None) -> None:
    """Unpack the uploaded files, or only read them; compare each with its digest."""
    digests: dict[str, str] = {}
    with contents.unpacking(target, digests) as sink:
        backup.extract(contents.MEDIA, sink)
    if digests != backup.media:
        raise OperationError(_("The uploaded files are not those of the backup."))


@contextmanager
def _empty_database() -> Iterator[tuple[Connection, str]]:
    """Give a scratch database; on a server of our own where we may make none on the portal's."""
    server = databases.portals_server()
    door = server.door()
    if door is not None:
        with closing(door), databases.scratch(server, door) as fresh:
            yield fresh.connection, fresh.url
        return
    with (
        tempfile.TemporaryDirectory(prefix="portal-proof-") as base,
        _own_server(base) as url,
        closing(psycopg2.connect(url)) as connection,
    ):
        connection.autocommit = True
        yield connection, url


@contextmanager
def _own_server(base: str) -> Iterator[str]:
    own = EmbeddedPostgres(Path(base))
    try:
        with own.joined():
            yield own.database_url()
    except EmbeddedPostgresError as error:
        raise OperationError(str(error)) from error
