"""Secrets at rest: readable with the portal's key alone, and only for whom they were sealed."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

NONCE = 12  # bytes


class Unreadable(Exception):
    """Sealed with another key (another SECRET_KEY), for somebody else, or damaged."""


def seal(secret: bytes, *, whose: object) -> bytes:
    """Return a secret encrypted and bound to whose it is."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, secret, str(whose).encode())


def unseal(sealed: bytes, *, whose: object) -> bytes:
    """Return what was sealed. Raises `Unreadable`."""
    kept = bytes(sealed)
    try:
        return _cipher().decrypt(kept[:NONCE], kept[NONCE:], str(whose).encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def _cipher() -> AESGCM:
    return AESGCM(salted_hmac("contest_portal.security", "sealing", algorithm="sha256").digest())
