"""The file of a backup: a tar whose members are written one after the other, as they come.

`about.json` first, then the parts, last `sha256`, the digest of all bytes before it. With a
passphrase each part is a file of `age` (age-encryption.org) for a key of this backup alone, and
`key.age` is that key under the passphrase: the tools `tar` and `age` open it without this portal.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import pyrage

FORMAT, FORMAT_VERSION = "contest-portal-backup", 1
ABOUT, KEY, DIGEST = "about.json", "key.age", "sha256"
BLOCK = tarfile.BLOCKSIZE
CHUNK = 1 << 20


class NotABackupError(Exception):
    """The file is something else."""


class CutError(Exception):
    """The end of the file is missing."""


class ChangedError(Exception):
    """The file is not as it was written."""


class NewerFormatError(Exception):
    """A later version of the portal has written the file."""


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes: ...


class Sink(Protocol):
    """Where bytes go to."""

    def write(self, data: bytes, /) -> int | None: ...


class Measure:
    """Count and digest what is read from a source, or written to a sink."""

    def __init__(self, target: Any) -> None:
        self.target, self.size, self.digest = target, 0, hashlib.sha256()
        self.error: BaseException | None = None  # what a library in between would hide

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._note(self.target.read(size))
        except BaseException as error:
            self.error = error
            raise

    def write(self, data: bytes, /) -> int:
        try:
            self.target.write(data)
        except BaseException as error:
            self.error = error
            raise
        return len(self._note(data))

    def flush(self) -> None:
        """Say that nothing is held back."""

    def result(self) -> dict[str, Any]:
        return {"size": self.size, "sha256": self.digest.hexdigest()}

    def _note(self, data: bytes) -> bytes:
        self.size += len(data)
        self.digest.update(data)
        return data


class Writer:
    """Write a backup into an empty file that can be read and written."""

    def __init__(self, file: BinaryIO, about: dict[str, Any], passphrase: str = "") -> None:
        self.file = file
        self.mtime = int(about["made_at_seconds"])
        self.parts: dict[str, dict[str, Any]] = {}
        self.recipient: pyrage.x25519.Recipient | None = None
        self._member(ABOUT, _json(about))
        if passphrase:
            identity = pyrage.x25519.Identity.generate()
            self.recipient = identity.to_public()
            self._member(KEY, pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase))

    def add(self, name: str, source: Source) -> None:
        """Write a part as it comes, and note its size and digest."""
        measure = Measure(source)
        start = self.file.tell()
        self.file.write(bytes(BLOCK))
        if self.recipient is None:
            shutil.copyfileobj(measure, self.file, CHUNK)
        else:
            sink = Measure(self.file)
            try:
                pyrage.encrypt_io(measure, sink, [self.recipient])
            except pyrage.EncryptError as error:
                raise measure.error or sink.error or error from None
        self._close_member(start, name if self.recipient is None else f"{name}.age")
        self.parts[name] = measure.result()

    def add_json(self, name: str, value: Any) -> None:
        self.add(name, io.BytesIO(_json(value)))

    def finish(self) -> None:
        """Write the digest of all and bring the file to the disk."""
        self.file.flush()
        end = self.file.tell()
        self.file.write(tail(digest_of(self.file, end), self.mtime))
        self.file.flush()
        os.fsync(self.file.fileno())

    def _member(self, name: str, content: bytes) -> None:
        start = self.file.tell()
        self.file.write(bytes(BLOCK))
        self.file.write(content)
        self._close_member(start, name)

    def _close_member(self, start: int, name: str) -> None:
        end = self.file.tell()
        self.file.write(bytes(-end % BLOCK))
        after = self.file.tell()
        self.file.seek(start)
        self.file.write(_header(name, end - start - BLOCK, self.mtime))
        self.file.seek(after)


@dataclass(frozen=True)
class Section:
    """Where the content of a member lies."""

    start: int
    size: int


class Reader:
    """Read a backup; nothing in it is believed before `verify` has passed."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, os.SEEK_END)
        self.about = self._about()
        self.members: dict[str, Section] = {}
        self.identity: pyrage.x25519.Identity | None = None

    @property
    def encrypted(self) -> bool:
        return KEY in self.members

    def verify(self) -> None:
        """Compare every byte with the digest at the end. Raises `CutError`, `ChangedError`."""
        self.members = dict(self._walk())
        if DIGEST not in self.members:
            raise CutError
        end = self.members[DIGEST].start - BLOCK
        expected = tail(digest_of(self.file, end), int(self.about["made_at_seconds"]))
        self.file.seek(end)
        found = self.file.read(len(expected) + 1)
        if found != expected:
            raise CutError if expected.startswith(found) else ChangedError

    def unlock(self, passphrase: str) -> None:
        """Open the key of the backup. Raises `pyrage.DecryptError` for a wrong passphrase."""
        key = self._section(KEY).read()
        text = pyrage.passphrase.decrypt(key, passphrase).decode().strip()
        self.identity = pyrage.x25519.Identity.from_str(text)

    def extract(self, name: str, sink: Sink) -> dict[str, Any]:
        """Write a part into the sink; return its size and digest. Raises `ChangedError`."""
        measure = Measure(sink)
        try:
            if self.identity is None:
                shutil.copyfileobj(self._section(name), measure, CHUNK)
            else:
                source = self._section(f"{name}.age")
                pyrage.decrypt_io(source, measure, [self.identity])
        except (OSError, pyrage.DecryptError):
            if measure.error is not None:
                raise measure.error from None
            raise ChangedError from None
        return measure.result()

    def json(self, name: str) -> Any:
        content = io.BytesIO()
        self.extract(name, content)
        return json.loads(content.getvalue())

    def _section(self, name: str) -> io.BufferedReader:
        if name not in self.members:
            raise ChangedError
        return io.BufferedReader(_Window(self.file, self.members[name]), CHUNK)

    def _about(self) -> dict[str, Any]:
        self.file.seek(0)
        try:
            info = tarfile.TarInfo.frombuf(self.file.read(BLOCK), "utf-8", "strict")
            if info.name != ABOUT or info.size > CHUNK:
                raise NotABackupError
            about = json.loads(self.file.read(info.size))
            if about["format"] != FORMAT:
                raise NotABackupError
            version, _seconds = int(about["format_version"]), int(about["made_at_seconds"])
        except (tarfile.HeaderError, ValueError, KeyError, TypeError) as error:
            raise NotABackupError from error
        if version > FORMAT_VERSION:
            raise NewerFormatError
        return dict(about)

    def _walk(self) -> Iterator[tuple[str, Section]]:
        offset, name = 0, ""
        while offset < self.size:
            self.file.seek(offset)
            header = self.file.read(BLOCK)
            if len(header) < BLOCK:
                raise CutError
            if name == DIGEST:
                return
            try:
                info = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
            except (tarfile.HeaderError, ValueError):
                raise ChangedError from None
            start = offset + BLOCK
            if start + info.size > self.size:
                raise CutError
            name = info.name
            yield name, Section(start, info.size)
            offset = start + info.size + -info.size % BLOCK


class _Window(io.RawIOBase):
    """A member, read as a file of its own."""

    def __init__(self, file: BinaryIO, section: Section) -> None:
        self.file, self.offset, self.end = file, section.start, section.start + section.size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.file.seek(self.offset)
        data = self.file.read(min(len(buffer), self.end - self.offset))
        buffer[: len(data)] = data
        self.offset += len(data)
        return len(data)


def digest_of(file: BinaryIO, size: int) -> str:
    """Return the SHA-256 of the first `size` bytes."""
    digest = hashlib.sha256()
    file.seek(0)
    while size > 0 and (data := file.read(min(CHUNK, size))):
        digest.update(data)
        size -= len(data)
    return digest.hexdigest()


def tail(digest: str, mtime: int) -> bytes:
    """Return how a backup ends: the last member and the two empty blocks of a tar."""
    content = f"{digest}\n".encode()
    return _header(DIGEST, len(content), mtime) + content.ljust(BLOCK, b"\0") + bytes(2 * BLOCK)


def _header(name: str, size: int, mtime: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, mtime, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "strict")


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
