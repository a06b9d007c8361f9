"""One migrated database, made while the tests are collected; every test process copies it."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from contest_portal import embedded_postgres
from tests.scratch_portal import ROOT

FINISHED, UNFINISHED = "test_portal_migrated", "test_portal_migrating"
SECONDS = 300


def server_url() -> str:
    """Return the address of a database on the server that the tests use."""
    return os.environ.get("DATABASE_URL") or embedded_postgres.database_url()


@contextmanager
def made_meanwhile() -> Iterator[None]:
    """Let another process make the database; drop it in the end."""
    url = server_url()
    _drop(url)  # of a run that was killed
    _execute(url, f"CREATE DATABASE {UNFINISHED} TEMPLATE template0")
    maker = subprocess.Popen([sys.executable, "-m", "tests.migrated_database", url], cwd=ROOT)
    try:
        yield
    finally:
        maker.kill()
        maker.wait()
        _drop(url)


def name() -> str:
    """Return the name of the database once it is there. Raises RuntimeError if it never is."""
    find = f"SELECT datname FROM pg_database WHERE datname IN ('{FINISHED}', '{UNFINISHED}')"
    with closing(psycopg2.connect(server_url())) as server, server.cursor() as cursor:
        server.autocommit = True
        for _n in range(SECONDS * 20):
            cursor.execute(find)
            found = cursor.fetchone()
            if found != (UNFINISHED,):
                break
            time.sleep(0.05)
    if found != (FINISHED,):
        raise RuntimeError("the migrations fail, see above")
    return FINISHED


def _drop(url: str) -> None:
    for database in (FINISHED, UNFINISHED):
        _execute(url, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def _execute(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url)) as server:
        server.autocommit = True
        server.cursor().execute(statement)


def _make(url: str) -> None:
    """Migrate the unfinished database; then give it its name, or drop it."""
    end = f"DROP DATABASE {UNFINISHED} WITH (FORCE)"
    try:
        _migrate(urlunsplit(urlsplit(url)._replace(path=f"/{UNFINISHED}")))
        end = f"ALTER DATABASE {UNFINISHED} RENAME TO {FINISHED}"
    finally:
        _execute(url, end)


def _migrate(url: str) -> None:
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "contest_portal.settings"}
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    gc.freeze()  # else the garbage collector takes a fifth of the time
    gc.set_threshold(200_000, 50, 100)
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


if __name__ == "__main__":
    _make(sys.argv[1])
