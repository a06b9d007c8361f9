"""Whenever a restore is killed, the next start finds the old portal or the new one, whole."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest

from contest_portal.operations.backup import swap
from contest_portal.operations.backup.swap import Journal, Move, SwapError
from tests.scratch_portal import scratch_database

pytestmark = pytest.mark.django_db  # so that the database of the tests is made at all

WATCHED = ("open", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")


def connect(url: str) -> Any:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    return connection


@dataclass
class Place:
    """A tiny portal, and another that is ready to take its place."""

    var: Path
    url: str
    server_url: str
    by_schema: bool

    @property
    def name(self) -> str:
        return urlsplit(self.url).path[1:]

    def prepare(self) -> Journal:
        """Make the old one, and lay the new one ready."""
        for path in self.var.rglob("*"):
            if path.is_file():
                path.unlink()
        for which, media, key in (
            ("old", self.var / "media", self.var / "secret_key"),
            ("new", self.var / "media.restored-0", self.var / "secret_key.restored-0"),
        ):
            (media / "inside").mkdir(parents=True, exist_ok=True)
            (media / "inside" / "file").write_text(which)
            key.write_text(which)
        oid = self._prepare_schemas() if self.by_schema else self._prepare_databases()
        move = [
            Move(*(str(self.var / f"{name}{end}") for end in (".restored-0", "", ".replaced-0")))
            for name in ("secret_key", "media")
        ]
        return Journal(
            by_schema=self.by_schema,
            server=swap.server_of(swap._parameters()),
            database=self.name,
            fresh=f"{self.name}_fresh",
            old=f"{self.name}_old",
            oid=oid,
            moves=move,
        )

    def _prepare_databases(self) -> int:
        fresh = f"{self.name}_fresh"
        with closing(connect(self.server_url)) as connection, connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{fresh}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{fresh}" TEMPLATE template0')
            for url, which in ((self.url, "old"), (self.url.replace(self.name, fresh), "new")):
                with closing(connect(url)) as inside:
                    inside.cursor().execute("DROP TABLE IF EXISTS is_new, is_old")
                    inside.cursor().execute(f"CREATE TABLE is_{which} ()")
            cursor.execute(swap.OID_OF_DATABASE, [fresh])
            return int(cursor.fetchone()[0])

    def _prepare_schemas(self) -> int:
        with closing(connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public CREATE TABLE is_old ()")
            cursor.execute(swap.OID_OF_SCHEMA, ["public"])
            return int(cursor.fetchone()[0])

    def carry_out(self, journal: Journal) -> None:
        """Do what a restore does from the moment on at which all is ready."""
        url = self.url if self.by_schema else self.server_url
        with closing(connect(url)) as connection, connection.cursor() as cursor:
            journal.write()
            if self.by_schema:
                cursor.execute(
                    f'BEGIN; ALTER SCHEMA public RENAME TO "{journal.fresh}";'
                    "CREATE SCHEMA public; COMMIT"
                )
                (self.var / "half").touch()  # a moment to be killed at
                cursor.execute("CREATE TABLE is_new ()")
                (self.var / "half").unlink()
            journal.swap(connection)
            journal.settle(connection)

    def found(self) -> tuple[set[str], dict[str, str], list[str]]:
        """Return the tables, the files and what else is on the server."""
        with closing(connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'is\\_%'")
            tables = {name for (name,) in cursor.fetchall()}
            cursor.execute(
                "SELECT datname::text FROM pg_database WHERE datname LIKE %s UNION ALL "
                "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE %s",
                [f"{self.name}\\_%"] * 2,
            )
            others = [name for (name,) in cursor.fetchall()]
        files = {
            str(path.relative_to(self.var)): path.read_text()
            for path in self.var.rglob("*")
            if path.is_file() and path.name not in (swap.LOCK, "restore.new", "half")
        }
        return tables, files, others


def whole(which: str) -> tuple[set[str], dict[str, str], list[str]]:
    files = {"media/inside/file": which, "secret_key": which}
    return {f"is_{which}"}, files, []


@pytest.fixture(params=["database", "schema"])
def place(request, server_url, tmp_path, monkeypatch) -> Iterator[Place]:
    with scratch_database(server_url, "swap") as url:
        monkeypatch.setattr(swap, "VAR", tmp_path / "var")
        monkeypatch.setenv("DATABASE_URL", url)
        (tmp_path / "var").mkdir()
        yield Place(tmp_path / "var", url, server_url, request.param == "schema")


def killed_at(place: Place, journal: Journal, moment: int) -> bool:
    """Let another process do it and be killed before its n-th touch of a file; False: it ended."""
    child = os.fork()
    if child == 0:
        left = moment

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left
            if event in WATCHED and str(arguments[0]).startswith(str(place.var)):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(hook)
            place.carry_out(journal)
        finally:
            os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0


def test_after_a_kill_it_is_the_old_or_the_new_one(place):
    outcomes, moment = [], 1
    while True:
        journal = place.prepare()
        killed = killed_at(place, journal, moment)
        swap.settle()
        found = place.found()
        if (place.var / "media.restored-0").exists():  # killed before anything was written down
            assert moment <= 2
            for move in journal.moves:
                move.backward()
            with closing(connect(place.server_url)) as connection:
                connection.cursor().execute(f'DROP DATABASE IF EXISTS "{journal.fresh}"')
            found = place.found()
        which = "old" if found[0] == {"is_old"} else "new"
        assert found == whole(which), moment
        outcomes.append(which)
        if not killed:
            break
        moment += 1
    assert outcomes == sorted(outcomes, reverse=True)  # first the old one, from one moment the new
    assert outcomes[-1] == "new"
    assert outcomes.count("old") >= 3
    assert outcomes.count("new") >= 8


def test_it_is_not_settled_on_another_server_nor_while_it_goes_on(place, monkeypatch):
    journal = place.prepare()
    journal.write()
    with swap.exclusive(), pytest.raises(SwapError) as caught:
        swap.settle()
    assert str(caught.value) == "Cổng thông tin đang được khôi phục; vui lòng chờ xong rồi chạy lại"
    monkeypatch.setenv("DATABASE_URL", place.server_url)
    with pytest.raises(SwapError) as caught:
        swap.settle()
    assert str(caught.value) == (
        f"Lần khôi phục trước bị dừng giữa chừng ở {journal.server}; "
        "vui lòng đặt DATABASE_URL như lần đó rồi chạy lại"
    )
    assert Journal.read() == journal
