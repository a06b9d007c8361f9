"""The running server of one folder: found by its pid file, asked, stopped."""

import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

from contest_portal.embedded_postgres.paths import Paths

SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"  # the cheapest question of the protocol
STOP_SECONDS = 60
QUIT_SECONDS = 10  # twice what the server gives its own processes


class Postmaster:
    def __init__(self, paths: Paths) -> None:
        self.paths = paths

    # What its pid file tells

    def pid(self) -> int | None:
        """Return the pid of the server of this folder, if it is alive and really the server."""
        pid = self.written_pid()
        return pid if pid and self.is_alive(pid) else None

    def written_pid(self) -> int:
        return _number(self._pidfile_line(0))

    def is_ready(self) -> bool:
        return self._pidfile_line(7) == "ready"

    def _pidfile_line(self, number: int) -> str:
        try:
            text = self.paths.pidfile.read_text("utf-8", "replace")
            return text.splitlines()[number].strip()
        except (FileNotFoundError, NotADirectoryError, IndexError):
            return ""

    # What the process tells

    def is_alive(self, pid: int) -> bool:
        # After kill -9 or a reboot the pid in the file may belong to any other program.
        try:
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return False
        if not os.path.basename(arguments[0]).startswith(b"postgres"):
            return False
        with suppress(OSError):
            return os.path.samefile(f"/proc/{pid}/cwd", self.paths.data)
        return os.fsencode(self.paths.data) in arguments

    def answers(self) -> bool:
        """Raise FileNotFoundError or ConnectionRefusedError when its socket was taken away."""
        # A server that is being killed still takes connections: only an answer counts.
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            with suppress(BlockingIOError, BrokenPipeError, ConnectionResetError, TimeoutError):
                probe.connect(str(self.paths.socket))
                probe.sendall(SSL_REQUEST)
                return probe.recv(1) in (b"N", b"S")
        return False

    # What is done to it

    def stop(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)  # "fast": ends sessions, writes everything down
        if not self._ends(pid, STOP_SECONDS):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)  # "immediate": it recovers when it starts again
            self._ends(pid, QUIT_SECONDS)
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if self.paths.home not in self.paths.socket_folder.parents:
            with suppress(OSError):
                self.paths.socket_folder.rmdir()

    def _ends(self, pid: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while (alive := self.is_alive(pid)) and time.monotonic() < deadline:
            time.sleep(0.01)
        return not alive

    def drop_foreign_pid(self) -> None:
        # PostgreSQL takes any living process with the pid of its lock files for a server.
        for path in (self.paths.pidfile, Path(f"{self.paths.socket}.lock")):
            with suppress(FileNotFoundError):
                pid = _number(path.read_text("utf-8", "replace").partition("\n")[0].strip())
                if pid and not self.is_alive(pid) and Path(f"/proc/{pid}").exists():
                    path.unlink()


def _number(line: str) -> int:
    return int(line) if line.isdigit() else 0
