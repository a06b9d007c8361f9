"""Papers that were made outside of the portal stand in its register, too, each with its file."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from events.documents import codes
from events.documents.errors import FileKnown
from events.documents.recalls import refuse_unless_current
from events.documents.register import check_day, refuse_day
from events.models import Event, IssuedFile, NumberSeries, OfficialDocument
from events.models.register import ELSEWHERE
from events.web.uploads import Upload


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """What the register notes about a paper that it has not made; `file` is a PDF."""

    event: Event
    title: str  # as printed: CÔNG VĂN
    subject: str
    symbol: str
    number: int
    day: datetime.date
    place: str
    issuer: str
    file: Upload
    signer: str = ""
    recipients: str = ""
    file_copy: str = ""
    copies: int = 1
    note: str = ""
    by: User | None = None
    replaces: OfficialDocument | None = None


def enter(foreign: Foreign) -> OfficialDocument:
    """Enter a paper under the number that it bears. Raises a `RegisterError`; writes nothing then.

    Its number counts in the series of its symbol, with ours.
    """
    check_day(foreign.day)
    year = foreign.day.year
    try:
        with transaction.atomic():
            NumberSeries.objects.bulk_create(
                [
                    NumberSeries(
                        symbol=foreign.symbol, year=year, first=foreign.number, next=foreign.number
                    )
                ],
                ignore_conflicts=True,
            )
            # who gives a number of the series waits here
            series = NumberSeries.objects.select_for_update().get(symbol=foreign.symbol, year=year)
            papers = OfficialDocument.objects.filter(symbol=foreign.symbol, year=year)
            refuse_day(foreign.number, foreign.day, papers)
            if foreign.replaces is not None:
                refuse_unless_current(foreign.replaces)
            document = OfficialDocument.objects.create(**_facts(foreign))
            IssuedFile.objects.create(document=document, content=foreign.file.content)
            if foreign.number != series.next:
                series.is_shared = True
            series.next = max(series.next, foreign.number + 1)
            series.save(update_fields=["next", "is_shared"])
            return document
    except IntegrityError as error:
        if foreign.replaces is not None:
            refuse_unless_current(foreign.replaces)  # somebody was faster
        same = OfficialDocument.objects.filter(sha256=foreign.file.sha256).first()
        if same is not None:
            raise FileKnown(same) from error
        raise


def _facts(foreign: Foreign) -> dict[str, object]:
    before = foreign.replaces
    return {
        "event": foreign.event,
        "kind": ELSEWHERE,
        "key": before.key if before else _new_key(),
        "revision": before.revision + 1 if before else 1,
        "replaces": before,
        "title": foreign.title.upper(),
        "subject": foreign.subject,
        "symbol": foreign.symbol,
        "year": foreign.day.year,
        "number": foreign.number,
        "issued_on": foreign.day,
        "place": foreign.place,
        "issuer": foreign.issuer,
        "signer": foreign.signer,
        "recipients": foreign.recipients,
        "file_copy": foreign.file_copy,
        "copies": foreign.copies,
        "note": foreign.note,
        "code": codes.new(),
        "sha256": foreign.file.sha256,
        "issued_by": foreign.by,
    }


def _new_key() -> int:
    """Return a key that no other such paper has."""
    table = OfficialDocument._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])
