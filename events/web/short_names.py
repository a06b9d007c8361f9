"""Short names in addresses."""

from django.utils.text import slugify

from events.vietnamese.names import fold


def short_name(title: str, length: int) -> str:
    """Return `title` as a part of an address, of at most `length` characters: small letters without
    accents, digits and hyphens; empty where it has no letter and no digit."""
    return slugify(fold(title))[:length].rstrip("-")
