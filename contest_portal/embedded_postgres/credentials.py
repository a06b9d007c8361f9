"""The names and the password by which the portal enters its database."""

import os
import secrets
from contextlib import suppress
from urllib.parse import quote

from contest_portal.embedded_postgres.errors import one_line_errors
from contest_portal.embedded_postgres.files import private
from contest_portal.embedded_postgres.paths import Places

ROLE = DATABASE = "portal"


def address(places: Places) -> str:
    host = quote(str(places.socket_folder))
    return f"postgres://{ROLE}:{password(places)}@/{DATABASE}?host={host}"


def password(places: Places) -> str:
    """Return the password; the first call of all makes it."""
    path = places.password
    with one_line_errors(places.base):
        try:
            return path.read_text("ascii")
        except FileNotFoundError:
            places.make()
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with open(fresh, "x", opener=private, encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(fresh)  # atomic: of two first starts, one wins
        fresh.unlink()
        return path.read_text("ascii")
