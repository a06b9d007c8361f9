"""Clones of the portal with a `var/` of their own, as on another machine."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from tests.scratch_portal import ROOT

CODE = ("agenda", "contest_portal", "events", "locale", "registrations", "sponsorship", "templates")
FILES = ("manage.py", "pyproject.toml")
LINKS = ("node_modules", "static")


@dataclass
class Clone:
    """The code in a folder of its own, which works on one database."""

    folder: Path
    url: str
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        database = {"DATABASE_URL": self.url} if self.url else {}
        return {**kept, **database, "PYTHONUTF8": "1", **self.settings}

    def manage(self, *words: str, **options: Any) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            **options,
        )

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command."""
        pipe = subprocess.PIPE
        command = [sys.executable, "manage.py", *words]
        return subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=pipe, stderr=pipe, text=True
        )

    def shell(self, program: str) -> str:
        """Run a program inside the portal; return what it prints."""
        done = self.manage("shell", "--no-imports", "-c", program)
        assert done.returncode == 0, done.stderr
        return done.stdout


def clone(folder: Path, url: str, **more: str) -> Clone:
    """Copy the code as it stands, with what Python has compiled of it."""
    folder.mkdir()
    for name in CODE:
        shutil.copytree(ROOT / name, folder / name)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    for name in LINKS:
        (folder / name).symlink_to((ROOT / name).resolve())
    return Clone(folder, url, more)


def rows(url: str) -> dict[str, tuple[int, str]]:
    """Return the number of rows of each table, and a digest of all that stands in them."""
    connection = psycopg2.connect(url)
    try:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace",
            ["public"],
        )
        names = sorted(name for (name,) in cursor.fetchall())
        found = {}
        for name in names:
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(line, '' ORDER BY line), ''))"
                f' FROM (SELECT row_to_json("{name}")::text AS line FROM "{name}") AS lines'
            )
            found[name] = cursor.fetchone()
        return found
    finally:
        connection.close()
