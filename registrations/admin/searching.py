"""How organizers find a delegate or an invitation: any part of a name, a number or a code."""

import re
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from events.vietnamese.names import fold
from registrations.models import Invitation, Registration

NUMBER = re.compile(r"[\d\s.()+-]*\d[\d\s.()+-]*")

Rows = TypeVar("Rows", bound=QuerySet[Any])


def search(rows: QuerySet[Registration], typed: str) -> QuerySet[Registration]:
    """Return the rows in which every word typed is found, accents or not."""
    return _search(rows, typed, phone="phone")


def search_invitations(rows: QuerySet[Invitation], typed: str) -> QuerySet[Invitation]:
    """Return the rows in which every word typed is found, accents or not."""
    return _search(rows, typed, phone="contact_phone")


def _search(rows: Rows, typed: str, *, phone: str) -> Rows:
    if NUMBER.fullmatch(typed):
        digits = re.sub(r"\D", "", typed)
        return rows.filter(
            Q(**{f"{phone}__contains": digits.lstrip("0")}) | Q(code__contains=digits)
        )
    for word in fold(typed).split():
        rows = rows.filter(
            Q(name_search__contains=word)
            | Q(organisation_search__contains=word)
            | Q(code__icontains=word)
        )
    return rows
