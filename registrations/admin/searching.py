"""How organizers find a delegate: any part of a name, an organisation, a number or a code."""

import re

from django.db.models import Q, QuerySet

from events.vietnamese.names import fold
from registrations.models import Registration

NUMBER = re.compile(r"[\d\s.()+-]*\d[\d\s.()+-]*")


def search(rows: QuerySet[Registration], typed: str) -> QuerySet[Registration]:
    """Return the rows in which every word typed is found, accents or not."""
    if NUMBER.fullmatch(typed):
        digits = re.sub(r"\D", "", typed)
        return rows.filter(Q(phone__contains=digits.lstrip("0")) | Q(code__contains=digits))
    for word in fold(typed).split():
        rows = rows.filter(
            Q(name_search__contains=word)
            | Q(organisation_search__contains=word)
            | Q(code__icontains=word)
        )
    return rows
