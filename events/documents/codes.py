"""Verification codes: read from paper, said over the phone, typed by hand."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0 O 1 I L U, which look or sound alike
GROUPS, LENGTH = 3, 4  # 59 bits
SHAPE = "-".join(["X" * LENGTH] * GROUPS)


def new() -> str:
    """Return a fresh code: `K7QF-2MXD-9RTA`."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def read(typed: str) -> str | None:
    """Return a code as it is stored; None for what cannot be one.

    Small letters, missing hyphens and spaces do not matter.
    """
    signs = re.sub(r"[\s\-–—.]", "", typed).upper()
    if len(signs) != GROUPS * LENGTH or not set(signs) <= set(ALPHABET):
        return None
    return "-".join(signs[start : start + LENGTH] for start in range(0, len(signs), LENGTH))
