"""PostgreSQL's client programs: which of those at hand fit, and how they are called."""

import glob
import os
import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import make_dsn

from contest_portal.embedded_postgres import EmbeddedPostgresError
from contest_portal.embedded_postgres.programs import install_folder
from contest_portal.operations.errors import OperationError

NEEDED = ("pg_dump", "pg_restore", "psql")
PASSED_ON = (
    "host", "hostaddr", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey",
    "options",
)  # fmt: skip


@dataclass(frozen=True)
class Programs:
    """A folder with programs of one version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        return str(self.folder / name)


def choose(at_least: int) -> Programs:
    """Return the newest programs at hand. Raises `OperationError` where none is new enough."""
    found = [programs for folder in _folders() if (programs := _look_at(folder)) is not None]
    newest = max(found, key=lambda programs: programs.major, default=None)
    if newest is None or newest.major < at_least:
        have = str(newest.major) if newest else _("none")
        raise OperationError(
            _(
                "PostgreSQL's programs pg_dump, pg_restore and psql of version %(wanted)d or later "
                "are needed (found: %(have)s); install the package postgresql-client-%(wanted)d."
            )
            % {"wanted": at_least, "have": have}
        )
    return newest


def address(connection: Connection) -> str:
    """Return the address of an open connection for a program, without the password."""
    known = connection.info.dsn_parameters
    return make_dsn(**{name: known[name] for name in PASSED_ON if known.get(name)})


def environment(connection: Connection) -> dict[str, str]:
    """Return the environment of a program: what it needs, and no secret but its own."""
    passed = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    password = connection.info.password
    return {**passed, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}


def server_major(connection: Connection) -> int:
    return connection.info.server_version // 10000


def _folders() -> list[Path]:
    folders = [Path(found) for found in sorted(glob.glob("/usr/lib/postgresql/*/bin"))]
    folders += [Path(folder) for folder in os.get_exec_path()]
    with suppress(EmbeddedPostgresError):
        folders.append(install_folder() / "bin")
    return list(dict.fromkeys(folders))


def _look_at(folder: Path) -> Programs | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    try:
        said = subprocess.run(
            [folder / "pg_dump", "--version"], capture_output=True, text=True, timeout=20
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\d+", said)
    return Programs(folder, int(number[0])) if number else None
