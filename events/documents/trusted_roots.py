"""The certificates of the authorities whose digital signatures are trusted."""

import hashlib
import logging
from pathlib import Path

from asn1crypto import pem, x509
from django.conf import settings

logger = logging.getLogger(__name__)


class RootsUnreadable(Exception):
    """What SIGNATURE_ROOTS names is not there, or is no certificate; `path` tells which."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def trusted() -> list[x509.Certificate]:
    """Return those of SIGNATURE_ROOTS: none where they cannot be read."""
    place = settings.SIGNATURE_ROOTS
    try:
        return load(Path(place)) if place else []
    except RootsUnreadable:
        logger.exception("The certificates of SIGNATURE_ROOTS cannot be read")
        return []


def digest() -> str:
    """Return what stands for the certificates that are trusted now; "" when none are asked for."""
    if not settings.SIGNATURE_ROOTS:
        return ""
    return hashlib.sha256(b"".join(root.dump() for root in trusted())).hexdigest()


def load(place: Path) -> list[x509.Certificate]:
    """Return the certificates of a file, PEM or DER, or of all files of a folder.

    Raises `RootsUnreadable`, also where there is none.
    """
    try:
        files = (
            sorted(file for file in place.iterdir() if _counts(file)) if place.is_dir() else [place]
        )
    except OSError as error:
        raise RootsUnreadable(place) from error
    if not files:
        raise RootsUnreadable(place)
    return [certificate for file in files for certificate in _read(file)]


def _counts(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")


def _read(file: Path) -> list[x509.Certificate]:
    try:
        content = file.read_bytes()
        parts = (
            [der for _kind, _headers, der in pem.unarmor(content, multiple=True)]
            if pem.detect(content)
            else [content]
        )
        found = [x509.Certificate.load(part, strict=True) for part in parts]
        for certificate in found:
            _ = certificate.subject.native, certificate.public_key.native  # parsed only when asked
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RootsUnreadable(file) from error
    return found
