"""Bring a backup into an empty database, up to date, and prove that it is what it was."""

import os
import re
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.utils.translation import gettext as _
from psycopg2.extensions import connection as Connection

from contest_portal.operations.backup import contents, programs
from contest_portal.operations.backup.container import CHUNK
from contest_portal.operations.backup.reading import Backup
from contest_portal.operations.errors import OperationError

CODE = re.compile(r"(?:ERROR|FATAL|PANIC):\s+([0-9A-Z]{5})\b")
DISK_FULL = "53100"
# what a later pg_dump writes down though an earlier server does not know it
UNKNOWN_EARLIER = b"SET transaction_timeout = 0;\n"
PREAMBLE = 4096  # bytes: before the first table


def load(backup: Backup, connection: Connection, url: str) -> None:
    """Load, compare, migrate and sweep the database of both. Raises `OperationError`."""
    fill(backup, connection)
    compare(backup, connection)
    bring_up_to_date(backup, url)


def fill(backup: Backup, connection: Connection) -> None:
    """Load the dump in one transaction."""
    tools = programs.choose(max(backup.manifest["pg_dump"], programs.server_major(connection)))
    to_text = [tools.path("pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    to_database = [
        *(tools.path("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--no-password"),
        # of what goes wrong the code alone is told: a message may quote what stands in a row
        *("--set=ON_ERROR_STOP=1", "--set=VERBOSITY=sqlstate", "--output=/dev/null", "--file=-"),
        f"--dbname={programs.address(connection)}",
    ]
    pipe, environment = subprocess.PIPE, programs.environment(connection)
    with (
        subprocess.Popen(
            to_database, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, env=environment
        ) as psql,
        subprocess.Popen(
            to_text, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment
        ) as pg_restore,
    ):
        try:
            codes = _pump(backup, pg_restore, psql)
        except BaseException:
            pg_restore.kill()
            psql.kill()
            raise
    if pg_restore.returncode or psql.returncode:
        if DISK_FULL in codes:
            raise OperationError(_("The disk of PostgreSQL is full."))
        code = codes[0] if codes else str(pg_restore.returncode)
        text = _("PostgreSQL does not take what is in the backup (code %(code)s).")
        raise OperationError(text % {"code": code})


def _pump(
    backup: Backup, pg_restore: "subprocess.Popen[bytes]", psql: "subprocess.Popen[bytes]"
) -> list[str]:
    """Let the dump flow through both programs; return the codes that psql complains of."""
    codes: list[str] = []
    threads = [
        threading.Thread(target=_listen, args=(psql, codes)),
        threading.Thread(target=_pass_on, args=(pg_restore, psql)),
    ]
    for thread in threads:
        thread.start()
    dump = cast(IO[bytes], pg_restore.stdin)
    try:
        with suppress(BrokenPipeError):  # the programs tell why
            backup.extract(contents.DATABASE, dump)
            dump.close()
    except BaseException:
        psql.kill()
        pg_restore.kill()
        raise
    finally:
        with suppress(BrokenPipeError):
            dump.close()
        for thread in threads:
            thread.join()
    return codes


def _listen(psql: "subprocess.Popen[bytes]", codes: list[str]) -> None:
    for line in cast(IO[bytes], psql.stderr):
        if found := CODE.search(line.decode("utf-8", "replace")):
            codes.append(found[1])


def _pass_on(pg_restore: "subprocess.Popen[bytes]", psql: "subprocess.Popen[bytes]") -> None:
    source, sink = cast(IO[bytes], pg_restore.stdout), cast(IO[bytes], psql.stdin)
    try:
        sink.write(source.read(PREAMBLE).replace(UNKNOWN_EARLIER, b""))
        while data := source.read(CHUNK):
            sink.write(data)
        if pg_restore.wait() != 0:
            psql.kill()  # the end of half a script would be taken for the end of a whole one
    except BrokenPipeError:
        pg_restore.kill()
    finally:
        with suppress(BrokenPipeError):
            sink.close()


def compare(backup: Backup, connection: Connection) -> None:
    """Compare the number of rows of each table with the manifest."""
    with connection.cursor() as cursor:
        found = contents.tables(cursor)
    wrong = sorted(name for name, _rows in set(found.items()) ^ set(backup.tables.items()))
    if wrong:
        text = _("The number of rows is not that of the backup: %(tables)s.")
        raise OperationError(text % {"tables": ", ".join(dict.fromkeys(wrong))})


def bring_up_to_date(backup: Backup, url: str) -> None:
    """Migrate what is loaded and sweep it, each in a process of its own."""
    key = str(backup.private()["secret_key"])
    migrate = ("migrate", "--no-input", "--verbosity=0")
    if backup.pending() and _manage(*migrate, url=url, secret_key=key).returncode:
        raise OperationError(_("The data of the backup could not be brought up to date."))
    done = _manage("check_invariants", url=url, secret_key=key)
    if done.returncode:
        first = done.stderr.partition("\n")[0]
        text = _("What was restored breaks rules: %(rule)s")
        raise OperationError(text % {"rule": first})


def _manage(*words: str, url: str, secret_key: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, Path(settings.BASE_DIR) / "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "SECRET_KEY": secret_key},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
