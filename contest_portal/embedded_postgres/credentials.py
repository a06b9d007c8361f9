"""The names and the password by which the portal enters its database."""

import os
import secrets
from contextlib import suppress
from urllib.parse import quote

from contest_portal.embedded_postgres.errors import one_line_errors
from contest_portal.embedded_postgres.files import private
from contest_portal.embedded_postgres.paths import Paths

ROLE = DATABASE = "portal"


def address(paths: Paths) -> str:
    host = quote(str(paths.socket_folder))
    return f"postgres://{ROLE}:{password(paths)}@/{DATABASE}?host={host}"


def password(paths: Paths) -> str:
    """Return the password; the first call of all makes it."""
    path = paths.password
    with one_line_errors(paths.base):
        try:
            return path.read_text("ascii")
        except FileNotFoundError:
            paths.make()
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with open(fresh, "x", opener=private, encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(fresh)  # atomic: of two first starts, one wins
        fresh.unlink()
        return path.read_text("ascii")
