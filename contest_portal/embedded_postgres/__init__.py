"""The embedded PostgreSQL: a real server with its data under one folder and no open port.

Every process that needs the database enters `joined()`. The first one starts the server, the
last one to leave stops it. Who is there is told by a lock that the kernel drops when a process
dies, so `kill -9` of anybody leaves nothing to clean up: the next one joins or starts again.
No Django here: the settings ask this package for the address.
"""

from pathlib import Path

from contest_portal.embedded_postgres.errors import EmbeddedPostgresError
from contest_portal.embedded_postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "database_url", "joined", "revive"]

# The portal's own server

_portal = EmbeddedPostgres(Path(__file__).resolve().parent.parent.parent / "var")
database_url = _portal.database_url
joined = _portal.joined
revive = _portal.revive
