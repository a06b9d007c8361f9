"""Addresses of letters: whether one can be written down, and which mailbox it leads to."""

from email.errors import HeaderParseError
from email.policy import SMTP
from typing import Any

DOTS_DO_NOT_COUNT = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def mailbox(address: str) -> str:
    """Return what is equal for the addresses of one mailbox: an+le@… and an@…, a.n@gmail.com.

    Only to count by: a letter goes to the address as it was typed.
    """
    local, _at, domain = address.strip().casefold().rpartition("@")
    domain = domain.rstrip(".")
    local = local.strip('"').partition("+")[0] or local
    if domain in DOTS_DO_NOT_COUNT:
        local, domain = local.replace(".", ""), DOTS_DO_NOT_COUNT[domain]
    return f"{local}@{domain}"


def is_one_address(text: str) -> bool:
    """Return whether a letter can bear this as its one sender or recipient."""
    try:
        header: Any = SMTP.header_factory("from", text)
    except (ValueError, IndexError, HeaderParseError):
        return False
    addresses = header.addresses
    if header.defects or len(addresses) != 1:
        return False
    return bool(addresses[0].username and addresses[0].domain)
