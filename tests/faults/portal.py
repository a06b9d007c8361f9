"""A whole portal in a folder of its own: code, embedded PostgreSQL, keys and files."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import psycopg2

from tests.scratch_portal import FIRST_DAY, ROOT, free_port

SHARED = (".venv", "node_modules")  # linked, not copied
OPEN_REGISTRATION = "from events.models import Event; Event.objects.update(window_end='2099-12-31')"


class FaultyPortal:
    """The portal as `script/server` runs it, in `folder`."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        inherited = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "EMAIL_URL")}
        self.environment = {**inherited, "PORT": str(self.port), **environment}
        self.process: subprocess.Popen[str] | None = None
        self.output = folder / "output.txt"
        self.has_small_disk = False
        self.is_ahead = False

    # Its life

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        begin = self.output.stat().st_size if self.output.exists() else 0
        with open(self.output, "a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "contest_portal.server.serve"],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                stderr=output,
                text=True,
            )
        for _n in range(1200):
            if b"Ready:" in self.output.read_bytes()[begin:]:
                self._open()
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        said = self.output.read_bytes()[begin:].decode("utf-8", "replace")
        raise SystemExit(f"the portal does not start:\n{said}")

    def _open(self) -> None:
        """Move the ceremony that it has loaded ahead, once, so that people can register."""
        if not self.is_ahead:
            plan = "contest_portal/plans/le-cong-bo-2025.toml"
            done = self.manage("load_plan", plan, "--first-day", FIRST_DAY.isoformat())
            assert done.returncode == 0, done.stderr
            self.is_ahead = True

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def manage(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of it."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
        )

    def shell(self, program: str) -> None:
        """Run a program inside of it."""
        done = self.manage("shell", "--no-imports", "-c", program)
        if done.returncode:
            raise SystemExit(done.stderr)

    # Who belongs to it

    def postmaster(self) -> psutil.Process:
        """Return the embedded PostgreSQL's first process."""
        pidfile = self.folder / "var" / "postgres" / "data" / "postmaster.pid"
        return psutil.Process(int(pidfile.read_text().split()[0]))

    def database(self) -> list[psutil.Process]:
        """Return all processes of the embedded PostgreSQL."""
        first = self.postmaster()
        return [first, *first.children(recursive=True)]

    def servers(self) -> list[psutil.Process]:
        """Return the web server and all that it has started, but for the database."""
        assert self.process
        first = psutil.Process(self.process.pid)
        everybody = [first, *first.children(recursive=True)]
        return [process for process in everybody if process.name() != "postgres"]

    # What it says

    def get(self, path: str, seconds: float = 60) -> tuple[int, str, float]:
        """Return status (0: no answer), body and seconds of one page."""
        started = time.monotonic()
        client = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            client.request("GET", path)
            answer = client.getresponse()
            return answer.status, answer.read().decode(), time.monotonic() - started
        except (OSError, HTTPException):
            return 0, "", time.monotonic() - started
        finally:
            client.close()

    def wait_until_well(self, seconds: float = 60) -> float:
        """Return how long it took until a page and the sign of life are well."""
        started = time.monotonic()
        while time.monotonic() < started + seconds:
            if self.get("/healthz", 5)[1] == "ok" and self.get("/", 5)[0] == 200:
                return time.monotonic() - started
            time.sleep(0.1)
        return float("inf")

    def rows(self, sql: str) -> list[tuple]:
        """Return what a statement of the database's own role finds."""
        home = self.folder / "var" / "postgres"
        password = (home / "password").read_text()
        sockets = list(self.folder.glob("var/postgres/**/.s.PGSQL.5432")) or [
            Path(f"{line}/.s.PGSQL.5432")
            for line in (home / "data" / "postmaster.pid").read_text().splitlines()[4:5]
        ]
        connection = psycopg2.connect(
            host=str(sockets[0].parent), user="portal", password=password, dbname="portal"
        )
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            found = cursor.fetchall()
        connection.close()
        return found


@contextmanager
def portal_of_its_own(
    disk: Callable[[Path], AbstractContextManager[bool]] = lambda _folder: nullcontext(False),
    **environment: str,
) -> Iterator[FaultyPortal]:
    """Copy the project into a scratch folder, start it with registration open; remove it after.

    `disk` may put the folder of its data on a disk of its own, and says whether it could.
    """
    with ExitStack() as held:
        name = held.enter_context(tempfile.TemporaryDirectory(prefix="portal-faults-"))
        folder = Path(name) / "portal"
        has_small_disk = held.enter_context(disk(folder / "var"))
        portal = FaultyPortal(copy_project(folder), **environment)
        portal.has_small_disk = has_small_disk
        try:
            portal.start()
            portal.shell(OPEN_REGISTRATION)
            yield portal
        finally:
            with suppress(psutil.NoSuchProcess, FileNotFoundError):
                for process in portal.database():
                    process.resume()
            portal.stop()


def copy_project(folder: Path) -> Path:
    """Copy the code; link what is installed."""
    ignore = shutil.ignore_patterns(".git", "var", "__pycache__", ".*_cache", *SHARED)
    shutil.copytree(ROOT, folder, ignore=ignore, dirs_exist_ok=True)
    for name in SHARED:
        (folder / name).symlink_to((ROOT / name).resolve())
    shutil.copytree(ROOT / "var" / "static", folder / "var" / "static")
    for catalog in ROOT.glob("locale/**/LC_MESSAGES/*.mo"):
        shutil.copy2(catalog, folder / catalog.relative_to(ROOT))
    return folder
