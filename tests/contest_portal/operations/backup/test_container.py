"""The file of a backup: what was written comes out, and nothing else is believed."""

import io
import os
import tarfile
from pathlib import Path

import pyrage
import pytest

from contest_portal.operations.backup.container import (
    BLOCK,
    ChangedError,
    CutError,
    NewerFormatError,
    NotABackupError,
    Reader,
    Writer,
)

ABOUT = {
    "format": "contest-portal-backup",
    "format_version": 1,
    "made_at_seconds": 1_795_000_000,
    "encrypted": False,
}
PARTS = {"database.dump": os.urandom(70_000), "empty": b"", "one": b"x", "block": bytes(BLOCK)}
PASSPHRASE = "Mật khẩu thử 2030"


def write(path: Path, passphrase: str = "", **about) -> bytes:
    with open(path, "w+b") as file:
        writer = Writer(file, {**ABOUT, **about}, passphrase)
        for name, content in PARTS.items():
            writer.add(name, io.BytesIO(content))
        writer.finish()
    return path.read_bytes()


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> bytes:
    return write(tmp_path_factory.mktemp("plain") / "backup.tar")


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory) -> bytes:
    return write(tmp_path_factory.mktemp("encrypted") / "backup.tar", PASSPHRASE)


def read(content: bytes, passphrase: str = "") -> dict[str, bytes]:
    reader = Reader(io.BytesIO(content))
    reader.verify()
    if passphrase:
        reader.unlock(passphrase)
    found = {}
    for name in PARTS:
        sink = io.BytesIO()
        reader.extract(name, sink)
        found[name] = sink.getvalue()
    return found


def test_what_was_written_comes_out(plain):
    assert read(plain) == PARTS


def test_any_tar_program_opens_it(plain):
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        assert archive.getnames() == ["about.json", *PARTS, "sha256"]
        member = archive.extractfile("database.dump")
        assert member is not None
        assert member.read() == PARTS["database.dump"]


def test_what_was_encrypted_comes_out_with_the_passphrase_alone(encrypted):
    assert read(encrypted, PASSPHRASE) == PARTS
    with pytest.raises(pyrage.DecryptError):
        read(encrypted, "Mật khẩu khác 2030")
    assert not any(content in encrypted for content in PARTS.values() if len(content) > BLOCK)


def test_the_format_is_that_of_age(encrypted):
    with tarfile.open(fileobj=io.BytesIO(encrypted)) as archive:
        files = {name: archive.extractfile(name).read() for name in archive.getnames()}
    key = pyrage.passphrase.decrypt(files["key.age"], PASSPHRASE).decode().strip()
    identity = pyrage.x25519.Identity.from_str(key)
    assert pyrage.decrypt(files["database.dump.age"], [identity]) == PARTS["database.dump"]


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_every_changed_region_is_detected(kind, request):
    whole = request.getfixturevalue(kind)
    places = {
        *range(0, len(whole), 97),
        *range(0, 3 * BLOCK, 5),
        *range(len(whole) - 2000, len(whole), 5),
    }
    for place in sorted(places):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises((ChangedError, CutError, NotABackupError, NewerFormatError)):
            Reader(io.BytesIO(changed)).verify()


def test_every_cut_is_detected(plain):
    for size in {*range(0, len(plain), 701), *range(len(plain) - 3 * BLOCK, len(plain), 64)}:
        with pytest.raises((CutError, NotABackupError)) as caught:
            Reader(io.BytesIO(plain[:size])).verify()
        assert caught.type is CutError or size < 2 * BLOCK


def test_what_was_added_is_detected(plain):
    with pytest.raises(ChangedError):
        Reader(io.BytesIO(plain + b"x")).verify()


def test_a_part_of_another_backup_is_detected():
    """Who can write to the folder can renew the digest at the end, but has not the key."""
    identities = [pyrage.x25519.Identity.generate() for _n in range(2)]
    files = []
    for identity in identities:
        files.append(io.BytesIO())
        writer = Writer(files[-1], ABOUT)
        writer.recipient = identity.to_public()
        writer.add("database.dump", io.BytesIO(b"x" * 1000))
    reader = Reader(files[1])
    reader.members = dict(reader._walk())
    reader.identity = identities[0]
    with pytest.raises(ChangedError):
        reader.extract("database.dump", io.BytesIO())


@pytest.mark.parametrize("content", [b"", b"x" * 5000, bytes(10_240), b"PK\x03\x04" * 400])
def test_another_file_is_no_backup(content):
    with pytest.raises(NotABackupError):
        Reader(io.BytesIO(content))


def test_a_later_format_is_told_apart(tmp_path):
    with pytest.raises(NewerFormatError):
        Reader(io.BytesIO(write(tmp_path / "later.tar", format_version=2)))


class _Full:
    """A disk that has no room after some bytes."""

    def __init__(self, file, room: int) -> None:
        self.file, self.room = file, room

    def __getattr__(self, name):
        return getattr(self.file, name)

    def write(self, data: bytes) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(28, "No space left on device")
        return self.file.write(data)


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_full_disk_is_told_as_such(encrypted):
    writer = Writer(_Full(io.BytesIO(), 20_000), ABOUT)
    if encrypted:
        writer.recipient = pyrage.x25519.Identity.generate().to_public()
    with pytest.raises(OSError, match="No space left") as caught:
        writer.add("database.dump", io.BytesIO(PARTS["database.dump"]))
    assert caught.value.errno == 28


class _Zeros:
    def __init__(self, size: int) -> None:
        self.size = size

    def read(self, size: int) -> bytes:
        data = bytes(min(size, self.size))
        self.size -= len(data)
        return data


class _Nowhere:
    size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)


def peak() -> int:
    """Return the most memory that this process had since the last call, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    Path("/proc/self/clear_refs").write_text("5")
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def test_memory_does_not_grow_with_the_size(tmp_path):
    size = 48_000_000
    identity = pyrage.x25519.Identity.generate()
    peak()
    before = peak()
    with open(tmp_path / "large.tar", "w+b") as file:
        writer = Writer(file, ABOUT)
        writer.recipient = identity.to_public()
        writer.add("database.dump", _Zeros(size))
        writer.finish()
        reader = Reader(file)
        reader.verify()
        reader.identity = identity
        sink = _Nowhere()
        reader.extract("database.dump", sink)
    assert sink.size == size
    assert peak() - before < size / 3
