"""A portal with a bit of everything, and a backup of it: made once."""

import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from contest_portal.operations.backup.container import Writer
from tests.contest_portal.operations.clones import Clone, clone
from tests.scratch_portal import scratch_database

FILL = """
import json
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.core.management import call_command
from django.utils import timezone
from events.documents import KINDS, register
from events.models import Event
from events.web.throttle import HOUR, hit
from registrations.services.identity import Delegate
from registrations.services.invitations import invite
from registrations.services.origins import ByHand
from registrations.services import registration
from registrations.services.transitions import cancel

call_command("setup_portal")
Event.objects.update(window_start="2130-01-01", window_end="2130-01-02")
event = Event.objects.get()
people = [
    registration.register(
        event=event,
        delegate=Delegate(name=f"Nguyễn Văn Thử {n}", organisation="Sở Thử nghiệm"),
        origin=ByHand(),
    )
    for n in range(3)
]
cancel(people[2])
invite(event=event, organisation="Sở Thử nghiệm", quota=2)
paper = register.issue(
    register.Entry(kind=KINDS["plan"], event=event, day=timezone.localdate())
)
hit("thu", "ai", 5, HOUR)
session = SessionStore()
session["chỗ"] = "ngồi"
session.save()
print("FACTS", json.dumps({
    "paper": paper.sha256,
    "session": session.session_key,
    "signed": signing.dumps("đã ký"),
    "token": people[0].token,
}))
"""

MEDIA = {"logo.png": b"\x89PNG" + bytes(range(256)), "thư mục/ảnh số 1.jpg": b"x" * 300_000}


@dataclass
class House:
    """The portal, what is known of it, and its backup."""

    clone: Clone
    facts: dict[str, Any]
    backup: Path
    said: list[str]


@pytest.fixture
def portal(migrated, server_url, tmp_path_factory) -> Iterator[Clone]:
    """A portal in which nobody is yet."""
    with scratch_database(server_url, "portal", migrated) as url:
        yield clone(tmp_path_factory.mktemp("portal") / "portal", url)


@pytest.fixture(scope="session")
def house(migrated, tmp_path_factory, server_url) -> Iterator[House]:
    with scratch_database(server_url, "house", migrated) as url:
        portal = clone(tmp_path_factory.mktemp("house") / "portal", url, RETENTION_DAYS="80")
        said = portal.shell(FILL)
        facts = json.loads(said.rpartition("FACTS ")[2])
        for name, content in MEDIA.items():
            path = portal.var / "media" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        done = portal.manage("back_up")
        assert (done.returncode, done.stderr) == (0, "")
        (backup,) = (portal.var / "backups").iterdir()
        yield House(portal, facts, backup, done.stdout.splitlines())


def member(path: Path, name: str) -> bytes:
    """Return a part of a backup."""
    with tarfile.open(path) as archive:
        return archive.extractfile(name).read()


def remade(house: House, path: Path, passphrase: str = "", **changes) -> Path:
    """Write a backup that is sound in itself but says something else."""
    with tarfile.open(house.backup) as archive:
        parts = {member.name: archive.extractfile(member).read() for member in archive}
    about = {**json.loads(parts["about.json"]), **changes.get("about", {})}
    manifest = json.loads(parts["manifest.json"])
    manifest = {**manifest, **changes.get("manifest", {}), "about": about}
    with open(path, "w+b") as file:
        writer = Writer(file, about, passphrase)
        for name in ("database.dump", "media.tar.gz", "private.json"):
            writer.add(name, io.BytesIO(parts[name]))
        writer.add_json("manifest.json", manifest)
        writer.finish()
    return path
