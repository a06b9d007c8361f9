"""Where everything of one server lies."""

import os
from pathlib import Path

from contest_portal.embedded_postgres import socket_folder


class Paths:
    def __init__(self, base: Path) -> None:
        self.base = Path(os.path.abspath(base))
        self.home = self.base / "postgres"
        self.data = self.home / "data"
        self.pidfile = self.data / "postmaster.pid"
        self.log = self.base / "log" / "postgres.log"
        # Beside the data, not in them: a file of ours in a folder of another account is a trap.
        self.config = self.home / "postgresql.conf"
        self.hba = self.home / "pg_hba.conf"
        self.password = self.home / "password"
        self.socket_folder = socket_folder.choose(self.base, self.home)
        self.socket = self.socket_folder / socket_folder.SOCKET_NAME
        # Processes take turns by the first and are counted by the second.
        self.start_lock = self.home / "start.lock"
        self.users_lock = self.home / "users.lock"

    def make(self) -> None:
        self.base.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(exist_ok=True)
        self.home.mkdir(mode=0o711, exist_ok=True)
