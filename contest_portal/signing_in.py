"""How failed attempts to sign in are counted."""

from typing import Any

from django.http import HttpRequest

COUNTED_MAX = 255  # what the column of the counter holds


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str | None:
    """Return the user name that an attempt counts for, however long a one was typed."""
    typed = (credentials or (request.POST if request else {})).get("username")
    return str(typed).replace("\0", "")[:COUNTED_MAX] if typed is not None else None
