"""Coming and going: the first process starts the server, the last one to leave stops it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from contest_portal.embedded_postgres import credentials
from contest_portal.embedded_postgres.errors import EmbeddedPostgresError, one_line_errors
from contest_portal.embedded_postgres.files import lock
from contest_portal.embedded_postgres.paths import Paths
from contest_portal.embedded_postgres.postmaster import Postmaster
from contest_portal.embedded_postgres.starting import START_SECONDS, start


class EmbeddedPostgres:
    def __init__(self, base: Path) -> None:
        self.paths = Paths(base)
        self.postmaster = Postmaster(self.paths)

    # What users call

    def database_url(self) -> str:
        """Return the address; makes the password when there is none yet, and nothing else."""
        return credentials.address(self.paths)

    @contextmanager
    def joined(self) -> Iterator[None]:
        """Hold the server while the block runs; the last one to leave stops it."""
        users, process = self._join(), os.getpid()
        try:
            yield
        finally:
            if os.getpid() == process:  # a fork that ends here leaves nothing: its parent is in
                self._leave(users)

    def revive(self) -> bool:
        """Start the server again where it has died; return whether it had.

        Called by who is in. Processes take turns, so no second server is ever started, and where
        the data are gone nothing is: an empty database must not pass for the portal's.
        """
        if self.postmaster.pid() is not None:
            return False
        with one_line_errors(self.paths.base):
            if not self.paths.data.exists():
                raise EmbeddedPostgresError(f"Thư mục dữ liệu {self.paths.data} không còn nữa")
            gate = lock(self.paths.start_lock, fcntl.LOCK_EX)
            try:
                dead = self.postmaster.pid() is None
                if dead:
                    start(self.paths, self.postmaster)
            finally:
                os.close(gate)
        return dead

    # Coming and going

    def _join(self) -> int:
        with one_line_errors(self.paths.base):
            self.paths.make()
            gate = lock(self.paths.start_lock, fcntl.LOCK_EX)
            try:
                users = lock(self.paths.users_lock, fcntl.LOCK_SH)
                try:
                    self._ensure_running()
                except BaseException:
                    os.close(users)
                    raise
            finally:
                os.close(gate)
            return users

    def _leave(self, users: int) -> None:
        with suppress(OSError):  # the whole folder may have been deleted meanwhile
            gate = lock(self.paths.start_lock, fcntl.LOCK_EX)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails unless we are the last
                pid = self.postmaster.pid()
                if pid is not None:
                    self.postmaster.stop(pid)
            finally:
                os.close(gate)
        os.close(users)

    def _ensure_running(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            pid = self.postmaster.pid()
            if pid is None:
                return start(self.paths, self.postmaster)
            if self.postmaster.is_ready():
                try:
                    if self.postmaster.answers():
                        return None
                except (FileNotFoundError, ConnectionRefusedError):
                    # Its socket was taken away: nobody can reach it any more.
                    self.postmaster.stop(pid)
            time.sleep(0.02)
        raise EmbeddedPostgresError(
            f"PostgreSQL đang chạy nhưng không trả lời; xem nhật ký {self.paths.log}"
        )
