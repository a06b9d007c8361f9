"""The moment in which what was restored takes the place of what was there, whole or not at all.

The database decides: its change of names is one transaction. Files follow it. What is to be done
is written down before, so whoever starts next after a kill (`settle`) looks at the database and
goes on to the end, or takes everything back. No Django here: this runs before the secret key is
read.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from contest_portal import embedded_postgres

VAR = Path(__file__).resolve().parents[3] / "var"
JOURNAL, LOCK = "restore.json", "restore.lock"
UNDER_WAY = "PORTAL_RESTORE_UNDER_WAY"  # in the environment of what a restore itself starts
ATTEMPTS = 20

OID_OF_SCHEMA = "SELECT oid FROM pg_namespace WHERE nspname = %s"
OID_OF_DATABASE = "SELECT oid FROM pg_database WHERE datname = %s"
END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = ANY(%s) AND pid <> pg_backend_pid() AND usename = current_user
"""


class SwapError(Exception):
    """One line in Vietnamese for the person who started the program."""


@dataclass(frozen=True)
class Move:
    """A file or folder that is ready, and where it belongs."""

    fresh: str
    place: str
    old: str

    def forward(self) -> None:
        if not os.path.lexists(self.fresh):
            return  # done before
        if os.path.isdir(self.place):
            os.rename(self.place, self.old)
        os.replace(self.fresh, self.place)
        _sync(Path(self.place).parent)

    def backward(self) -> None:
        _remove(self.fresh)


@dataclass(frozen=True)
class Journal:
    """What is being put in the place of what.

    By databases: `fresh` becomes `database`, which becomes `old`; done when the name `database`
    belongs to `oid`. By schemas, where no database can be made: `oid` is the old `public`, which
    is called `fresh` while the new one is filled and `old` when that is done.
    """

    by_schema: bool
    server: str
    database: str
    fresh: str
    old: str
    oid: int
    moves: list[Move]

    def write(self) -> None:
        path = VAR / JOURNAL
        draft = path.with_suffix(".new")
        with open(draft, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        _sync(VAR)

    @classmethod
    def read(cls) -> "Journal | None":
        with suppress(FileNotFoundError):
            values = json.loads((VAR / JOURNAL).read_text("utf-8"))
            return cls(**{**values, "moves": [Move(**move) for move in values["moves"]]})
        return None

    def swap(self, connection: Any) -> None:
        """Change the names: from here on the new one is the portal."""
        with connection.cursor() as cursor:
            if self.by_schema:
                cursor.execute(f"ALTER SCHEMA {_name(self.fresh)} RENAME TO {_name(self.old)}")
                return
            _rename(cursor, (self.database, self.old), (self.fresh, self.database))

    def is_done(self, connection: Any) -> bool:
        """Return whether the new one is the portal."""
        with connection.cursor() as cursor:
            if not self.by_schema:
                return oid_of(cursor, OID_OF_DATABASE, self.database) == self.oid
            before = oid_of(cursor, OID_OF_SCHEMA, self.fresh)
            return before is None and oid_of(cursor, OID_OF_SCHEMA, "public") != self.oid

    def finish(self, connection: Any) -> None:
        """Let the files follow, and take away what was replaced."""
        for move in self.moves:
            move.forward()
        with connection.cursor() as cursor:
            if self.by_schema:
                cursor.execute(f"DROP SCHEMA IF EXISTS {_name(self.old)} CASCADE")
            else:
                cursor.execute(f"DROP DATABASE IF EXISTS {_name(self.old)} WITH (FORCE)")
        for move in self.moves:
            _remove(move.old)
        _strike_out()

    def take_back(self, connection: Any) -> None:
        """Leave everything as it was."""
        with connection.cursor() as cursor:
            if not self.by_schema:
                cursor.execute(f"DROP DATABASE IF EXISTS {_name(self.fresh)} WITH (FORCE)")
            elif oid_of(cursor, OID_OF_SCHEMA, self.fresh) is not None:
                cursor.execute(
                    f"BEGIN; DROP SCHEMA public CASCADE;"
                    f"ALTER SCHEMA {_name(self.fresh)} RENAME TO public; COMMIT"
                )
        for move in self.moves:
            move.backward()
        _strike_out()

    def settle(self, connection: Any) -> bool:
        """Go on to the end or take everything back; return whether the new one is the portal."""
        if self.is_done(connection):
            self.finish(connection)
            return True
        self.take_back(connection)
        return False


def settle() -> None:
    """Settle what a restore that was killed has left. Raises `SwapError`."""
    if not (VAR / JOURNAL).exists() or os.environ.get(UNDER_WAY):
        return
    with exclusive():
        journal = Journal.read()
        if journal is None:
            return
        parameters = _parameters()
        if server_of(parameters) != journal.server:
            raise SwapError(
                f"Lần khôi phục trước bị dừng giữa chừng ở {journal.server}; "
                "vui lòng đặt DATABASE_URL như lần đó rồi chạy lại"
            )
        with closing(_connect(parameters, journal)) as connection:
            done = journal.settle(connection)
    print(
        "Lần khôi phục bị dừng giữa chừng "
        + ("đã được hoàn tất" if done else "đã được hủy; cổng thông tin như trước khi khôi phục"),
        flush=True,
    )


@contextmanager
def exclusive() -> Iterator[None]:
    """Let one restore at a time be made or settled here. Raises `SwapError`."""
    VAR.mkdir(exist_ok=True)
    descriptor = os.open(VAR / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise SwapError(
            "Cổng thông tin đang được khôi phục; vui lòng chờ xong rồi chạy lại"
        ) from None
    try:
        yield
    finally:
        os.close(descriptor)


def drop_left_behind(place: Path) -> None:
    """Remove what restores that were killed have laid ready beside a place. Needs `exclusive`."""
    for path in place.parent.glob(f"{place.name}.re*-{'[0-9a-f]' * 8}"):
        if path.name.removeprefix(place.name).startswith((".restored-", ".replaced-")):
            _remove(str(path))


def server_of(parameters: dict[str, Any]) -> str:
    """Return which database of which server this is, without any secret."""
    host = parameters.get("host") or "localhost"
    return f"{host}:{parameters.get('port') or 5432}/{parameters['dbname']}"


def _parameters() -> dict[str, Any]:
    from environ import Env

    url = os.environ.get("DATABASE_URL") or embedded_postgres.database_url()
    config = Env.db_url_config(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    names["PORT"] = "port"
    known = {ours: config[theirs] for theirs, ours in names.items() if config.get(theirs)}
    return {**known, **config.get("OPTIONS", {})}


def _connect(parameters: dict[str, Any], journal: Journal) -> Any:
    import psycopg2

    doors = ("postgres", "template1") if not journal.by_schema else (journal.database,)
    for door in doors:
        try:
            connection = psycopg2.connect(**{**parameters, "dbname": door})
        except psycopg2.OperationalError:
            continue
        connection.autocommit = True
        return connection
    raise SwapError(
        "Không kết nối được với PostgreSQL để hoàn tất lần khôi phục bị dừng giữa chừng"
    )


def _rename(cursor: Any, *pairs: tuple[str, str]) -> None:
    """Give databases new names, all at once."""
    import psycopg2

    statements = [f"ALTER DATABASE {_name(old)} RENAME TO {_name(new)}" for old, new in pairs]
    for attempt in range(ATTEMPTS):
        cursor.execute(END_OTHERS, [[old for old, _new in pairs]])
        try:
            cursor.execute("BEGIN")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("COMMIT")
            return
        except psycopg2.errors.ObjectInUse:  # somebody came in meanwhile
            cursor.execute("ROLLBACK")
            if attempt + 1 == ATTEMPTS:
                raise
            time.sleep(0.1)


def oid_of(cursor: Any, statement: str, name: str) -> int | None:
    cursor.execute(statement, [name])
    row = cursor.fetchone()
    return int(row[0]) if row else None


def _name(name: str) -> str:
    quoted = name.replace('"', '""')
    return f'"{quoted}"'


def _strike_out() -> None:
    (VAR / JOURNAL).unlink(missing_ok=True)
    _sync(VAR)


def _remove(path: str) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        Path(path).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
