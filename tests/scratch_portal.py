"""The portal on a scratch database, served by gunicorn as `script/server` serves it."""

import contextlib
import datetime
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg2

ROOT = Path(__file__).resolve().parents[1]
FIRST_DAY = datetime.date(2040, 2, 10)  # of the real ceremony, so that it still lies ahead


@contextlib.contextmanager
def scratch_database(url: str, name: str = "scratch", template: str = "template0") -> Iterator[str]:
    """Make a database on the server of `url`; drop it in the end, whatever it became."""
    full = f"portal_{name}_{os.getpid()}"
    connection = psycopg2.connect(url)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f'CREATE DATABASE "{full}" TEMPLATE "{template}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{full}"))
    finally:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname = %s OR datname LIKE %s",
            [full, f"{full}\\_%"],
        )
        for (found,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE "{found}" WITH (FORCE)')
        connection.close()


def free_port() -> int:
    """Return a port that nobody listens on, and that no connection is given meanwhile."""
    first, last = 20_000, 32_000  # below those that Linux gives to who asks for any
    while True:
        port = first + secrets.randbelow(last - first)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextlib.contextmanager
def gunicorn(
    port: int, settings: str = "contest_portal.server.gunicorn_settings", output: IO | None = None
) -> Iterator[psutil.Process]:
    """Run gunicorn with the portal's own settings on `port`; what it says goes to `output`."""
    command = [sys.executable, "-m", "gunicorn", "-c", f"python:{settings}"]
    process = subprocess.Popen(
        [*command, "-b", f"127.0.0.1:{port}", "contest_portal.wsgi:application"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=output,
        stderr=output,
    )
    try:
        _wait(port, process)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _n in range(1200):  # a busy machine takes its time
        if process.poll() is not None:
            raise SystemExit("gunicorn does not start")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.1)
    raise SystemExit("gunicorn does not answer")


def memory(process: psutil.Process) -> tuple[int, float]:
    """Return the number of server processes and their memory together, PSS in MiB."""
    family = [process, *process.children(recursive=True)]
    total = 0
    for member in family:
        rollup = Path(f"/proc/{member.pid}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if "Pss:" in line)
    return len(family), total / 1024
