"""Bring the portal back from a backup: all of it or nothing.

Everything is loaded, brought up to date and looked at beside what is there; then names change
places (`swap`). Beside means a database of its own; where the role may make none, a schema.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg2.extensions import connection as Connection

from contest_portal.operations.backup import databases, loading, proving, reading, swap
from contest_portal.operations.backup.databases import Server
from contest_portal.operations.backup.reading import Backup
from contest_portal.operations.backup.swap import Journal, Move
from contest_portal.operations.errors import OperationError, in_one_sentence

MAY_CHANGE = """
    SELECT pg_has_role(nspowner, 'USAGE') AND has_database_privilege(current_database(), 'CREATE')
    FROM pg_namespace WHERE nspname = 'public'
"""
HAS_TABLES = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"
# what a portal has before its first run, and nothing but that
IS_UNUSED = """
    SELECT to_regclass('public.auth_user') IS NOT NULL
        AND to_regclass('public.events_event') IS NOT NULL
"""
HAS_ROWS = """
    SELECT EXISTS (SELECT FROM public.auth_user) OR EXISTS (SELECT FROM public.events_event)
"""


def restore(path: Path, *, replace: bool, say: Callable[[str], object]) -> None:
    """Put the backup in the portal's place. Raises `OperationError`; then nothing was touched."""
    connections.close_all()
    with _alone(), reading.opened(path) as backup:
        for line in backup.description():
            say(line)
        server = databases.portals_server()
        with closing(server.connect()) as connection:
            _check_stopped(server, connection)
            if not replace:
                _check_empty(connection)
        pending = backup.pending()
        with in_one_sentence(swap.VAR), _files(backup) as moves:
            _bring_back(backup, server, moves)
        if pending:
            text = ngettext(
                "Brought up to date: %(count)d change of the database.",
                "Brought up to date: %(count)d changes of the database.",
                len(pending),
            )
            say(text % {"count": len(pending)})
        _tell_the_rest(backup, say)


@contextmanager
def _alone() -> Iterator[None]:
    try:
        with swap.exclusive():
            yield
    except swap.SwapError as error:
        raise OperationError(str(error)) from error


def _check_stopped(server: Server, connection: Connection) -> None:
    with connection.cursor() as cursor:
        if databases.others(cursor, server.database):
            raise OperationError(_("The portal is running: stop it first, then restore."))


def _check_empty(connection: Connection) -> None:
    full = any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))
    with connection.cursor() as cursor:
        cursor.execute(HAS_TABLES)
        if cursor.fetchone() == (True,):
            cursor.execute(IS_UNUSED)
            if cursor.fetchone() == (True,):
                cursor.execute(HAS_ROWS)
                full = full or cursor.fetchone() == (True,)
            else:
                full = True  # somebody else's
    if full:
        raise OperationError(
            _(
                "There is a portal with data here already: nothing was changed. "
                "With --replace it is given up for what is in the backup."
            )
        )


@contextmanager
def _files(backup: Backup) -> Iterator[list[Move]]:
    """Lay the secret key and the uploaded files ready, on the disk where they belong."""
    token = secrets.token_hex(4)
    for left in (swap.VAR / "secret_key", Path(settings.MEDIA_ROOT)):
        swap.drop_left_behind(left)
    moves = [_move(swap.VAR / "secret_key", token)]
    media = Path(settings.MEDIA_ROOT)
    if backup.media or media.exists():
        if media.is_symlink() or os.path.ismount(media):
            text = _("%(path)s must be a folder of its own, not a link or a mounted disk.")
            raise OperationError(text % {"path": media})
        moves.append(_move(media, token))
    try:
        _lay_ready(backup, moves)
        yield moves
    finally:
        if not (swap.VAR / swap.JOURNAL).exists():
            for move in moves:
                move.backward()


def _lay_ready(backup: Backup, moves: list[Move]) -> None:
    key, *folders = (Path(move.fresh) for move in moves)
    descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(str(backup.private()["secret_key"]))
        file.flush()
        os.fsync(file.fileno())
    for folder in folders:
        folder.mkdir(mode=0o755)
        proving.check_media(backup, folder)
    os.sync()  # the names in all those folders, too


def _move(place: Path, token: str) -> Move:
    return Move(
        fresh=str(place.with_name(f"{place.name}.restored-{token}")),
        place=str(place),
        old=str(place.with_name(f"{place.name}.replaced-{token}")),
    )


def _bring_back(backup: Backup, server: Server, moves: list[Move]) -> None:
    door = server.door()
    if door is None:
        _by_schema(backup, server, moves)
        return
    with closing(door):
        _by_database(backup, server, door, moves)


def _by_database(backup: Backup, server: Server, door: Connection, moves: list[Move]) -> None:
    with databases.scratch(server, door) as fresh:
        loading.load(backup, fresh.connection, fresh.url)
        fresh.connection.close()
        with door.cursor() as cursor:
            oid = swap.oid_of(cursor, swap.OID_OF_DATABASE, fresh.name)
        journal = _journal(server, moves, by_schema=False, fresh=fresh.name, oid=oid)
        _check_stopped(server, door)
        _swap(journal, door)


def _by_schema(backup: Backup, server: Server, moves: list[Move]) -> None:
    with closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(MAY_CHANGE)
        if cursor.fetchone() != (True,):
            raise OperationError(
                _("The database user may neither make databases nor change the schema “public”.")
            )
        oid = swap.oid_of(cursor, swap.OID_OF_SCHEMA, "public")
        name = f"before_restore_{secrets.token_hex(4)}"
        journal = _journal(server, moves, by_schema=True, fresh=name, oid=oid)
        journal.write()
        os.environ[swap.UNDER_WAY] = "1"
        try:
            cursor.execute(
                f'BEGIN; ALTER SCHEMA public RENAME TO "{name}"; CREATE SCHEMA public; COMMIT'
            )
            loading.load(backup, connection, server.url)
            _check_stopped(server, connection)
            journal.swap(connection)
        finally:
            del os.environ[swap.UNDER_WAY]
            with closing(server.connect()) as other:  # that one may be in the midst of something
                journal.settle(other)


def _swap(journal: Journal, connection: Connection) -> None:
    journal.write()
    try:
        journal.swap(connection)
    finally:
        journal.settle(connection)


def _journal(server: Server, moves: list[Move], **which: Any) -> Journal:
    return Journal(
        server=swap.server_of(server.parameters),
        database=server.database,
        old=f"{server.database[:40]}_replaced_{secrets.token_hex(4)}",
        moves=moves,
        **which,
    )


def _tell_the_rest(backup: Backup, say: Callable[[str], object]) -> None:
    private = backup.private()
    say(_("The portal is as it was then. Start it with script/server."))
    key = os.environ.get("SECRET_KEY")
    if key and key != private["secret_key"]:
        say(
            _(
                "SECRET_KEY in the environment is not that of the backup: with it nobody stays "
                "signed in, and signed links do not hold. Leave it out, or set it to the old one."
            )
        )
    there = private["settings"]
    differing = {name: value for name, value in there.items() if os.environ.get(name) != value}
    if differing:
        say(_("Settings of that time that are not set here now:"))
        for name, value in sorted(differing.items()):
            say(f"  {name}={value}")
