"""Files that are private, locked, replaced as a whole or surely on the disk."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path


def private(path: str, flags: int) -> int:
    """Open a file for its owner alone: an opener for `open`."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def lock(path: Path, kind: int) -> int:
    """Wait for the lock; return the descriptor that holds it until it is closed."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, kind)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def write(path: Path, text: str) -> None:
    """Replace a file that everybody may read, when its text is another."""
    with suppress(FileNotFoundError):
        if path.read_text("utf-8") == text:
            return
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.chmod(0o644)
    fresh.replace(path)


def sync_folder(path: Path) -> None:
    """Let the names in the folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
