"""The server's log, opened by us so that the server's account needs no way to it."""

import errno
import os
import shutil
from pathlib import Path

from contest_portal.embedded_postgres.files import private

LOG_LIMIT = 1_000_000


class Log:
    def __init__(self, path: Path) -> None:
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        self.path = path
        self.file = open(path, "ab", opener=private)  # noqa: SIM115
        if os.geteuid() == 0:
            folder = path.parent.stat()
            os.fchown(self.file.fileno(), folder.st_uid, folder.st_gid)
        self.forget()

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *details: object) -> None:
        self.file.close()

    def forget(self) -> None:
        """Begin the tail here."""
        self.start = os.fstat(self.file.fileno()).st_size

    def tail(self) -> str:
        with open(self.path, "rb") as file:
            file.seek(self.start)
            return file.read(LOG_LIMIT).decode("utf-8", "replace")

    def reason(self, failure: str) -> str:
        # A full disk may have no room for its own message.
        full = shutil.disk_usage(self.path).free < LOG_LIMIT
        if full or os.strerror(errno.ENOSPC) in self.tail():
            failure += ": ổ đĩa đã đầy"
        return f"{failure}; xem nhật ký {self.path}"
