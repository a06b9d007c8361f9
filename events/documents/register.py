"""The register (sổ văn bản): numbers without gaps, and bytes that never change again."""

import datetime
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.documents import approvals, codes, obstacles, signatures, wording
from events.documents.errors import (
    AlreadyIssued,
    DayAfterNext,
    DayBeforeLast,
    DayInFuture,
    NotCurrent,
    NotIssued,
    NotReady,
    NumberTaken,
    Recalled,
    SeriesBegun,
    TooBusy,
    WrongNumber,
    YearTooEarly,
)
from events.documents.kinds import Kind
from events.documents.paper import Draft, Paper
from events.documents.recalls import refuse_unless_current
from events.models import (
    Event,
    IssuedFile,
    NumberSeries,
    OfficialDocument,
    Recall,
    SignedFile,
    Submission,
)

TRIES = 20
MOST_COPIES = 1000
LARGEST_NUMBER = 999_999
FIRST_DAY = datetime.date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is to be entered: the paper, the day, and what the book notes about it."""

    kind: Kind
    event: Event
    day: datetime.date
    key: int = 0
    by: User | None = None
    copies: int = 1
    note: str = ""
    first_number: int | None = None  # of a series that has no paper yet
    number: int | None = None  # as the office's own register gave it; else the next one
    replaces: OfficialDocument | None = None


@dataclass(frozen=True)
class Made:
    """A paper that has been made with the number that it is to get."""

    draft: Draft
    paper: Paper
    number: int
    code: str
    content: bytes
    approval: Submission | None


def issue(entry: Entry) -> OfficialDocument:
    """Give a paper the next number of its series and year, and freeze its bytes.

    The PDF, which needs the number, takes long to make, so it is
    made before the transaction that takes the number; whoever finds the number taken meanwhile
    makes the paper anew. Raises a `RegisterError` or `ObjectDoesNotExist`; nothing is written then.
    """
    _check(entry)
    draft, paper = _draft(entry)
    approval = approvals.approval_of(entry.kind, entry.event, entry.key, draft, entry.by)
    for _try in range(TRIES):
        number = _next(entry, draft, paper.symbol)
        code = codes.new()
        numbered = _numbered(draft, entry, number, code)
        made = Made(numbered, paper, number, code, numbered.final(), approval)
        document = _enter(entry, made)
        if document is not None:
            return document
    raise TooBusy


def preview(entry: Entry) -> tuple[int, Draft]:
    """Return the number that a paper would get now, and the paper with it; nothing is taken.

    Errors as in `issue`.
    """
    _check(entry)
    draft, paper = _draft(entry)
    number = _next(entry, draft, paper.symbol)
    return number, _numbered(draft, entry, number, "")


def next_number(entry: Entry, draft: Draft) -> int:
    """Return the number that a draft would get now; nothing is taken.

    Errors as in `issue`; what stands in the way of the draft is not looked at.
    """
    _check(entry)
    if not isinstance(draft.paper, Paper):
        raise NotIssued
    return _next(entry, draft, draft.paper.symbol)


def current(kind: Kind, event: Event, key: int, draft: Draft) -> OfficialDocument | None:
    """Return the issued paper that a draft would replace: its own last revision, or, before it has
    one, that of the version before.
    """
    issued = OfficialDocument.objects.of(kind.name, event, key, *draft.earlier).current()
    return issued.order_by("-key", "-revision").first()


def series_of(draft: Draft, year: int) -> NumberSeries | None:
    """Return the series that a paper would be numbered in; None before its first paper."""
    symbol = getattr(draft.paper, "symbol", "")
    return NumberSeries.objects.filter(symbol=symbol, year=year).first()


def find(code: str) -> OfficialDocument | None:
    """Return the paper with this verification code, however it was typed."""
    wanted = codes.read(code)
    if wanted is None:
        return None
    return OfficialDocument.objects.with_fate().filter(code=wanted).first()


def find_by_digest(sha256: str) -> OfficialDocument | None:
    """Return the paper whose issued file, or a kept copy of it, has this digest (hex).

    A file may be kept with several papers; only with one of them it can be genuine.
    """
    papers = OfficialDocument.objects.with_fate()
    document = papers.filter(sha256=sha256).first()
    if document is not None:
        return document
    copies = SignedFile.objects.filter(sha256=sha256).select_related("document").order_by("pk")
    judged = signatures.judge_kept(copies.defer("content"))
    if not judged:
        return None
    genuine = next((copy for copy, judgement in judged if judgement.genuine), judged[0][0])
    return papers.get(pk=genuine.document_id)


def verification_text(code: str) -> str:
    """Return what an issued copy says about where it can be verified; Vietnamese."""
    if not code:
        return ""
    if settings.SITE_URL:
        return f"Xác minh văn bản: {settings.SITE_URL}/xac-minh/{code}/"
    return f"Mã xác minh văn bản: {code}"


def check_day(day: datetime.date) -> None:
    """Raise where no paper can have been issued on that day."""
    if day > timezone.localdate():
        raise DayInFuture
    if day < FIRST_DAY:
        raise YearTooEarly(FIRST_DAY)


def _check(entry: Entry) -> None:
    """Raise where it can be refused before anything is made."""
    if not entry.kind.issued:
        raise NotIssued
    check_day(entry.day)
    if not 1 <= entry.copies <= MOST_COPIES:
        raise WrongNumber(1, MOST_COPIES)
    if entry.first_number is not None and not 1 <= entry.first_number <= LARGEST_NUMBER:
        raise WrongNumber(1, LARGEST_NUMBER)
    if entry.number is not None and not 1 <= entry.number <= LARGEST_NUMBER:
        raise WrongNumber(1, LARGEST_NUMBER)


def _draft(entry: Entry) -> tuple[Draft, Paper]:
    if entry.kind.several and not entry.key:
        raise ObjectDoesNotExist  # under 0 it could be issued once more
    draft = entry.kind.draft(entry.event, entry.key)
    if not isinstance(draft.paper, Paper):
        raise NotIssued
    if stopping := obstacles.stopping(obstacles.of(draft, entry.day)):
        raise NotReady(stopping)
    return draft, draft.paper


def _next(entry: Entry, draft: Draft, symbol: str) -> int:
    """Return the number that comes next as it stands now. Raises like `_look_again`."""
    series = NumberSeries.objects.filter(symbol=symbol, year=entry.day.year).first()
    _look_again(entry, draft, symbol, series)
    if entry.number is not None:
        return entry.number
    if series is None:
        return entry.first_number or 1
    return series.next


def _look_again(entry: Entry, draft: Draft, symbol: str, series: NumberSeries | None) -> None:
    """Raise where what is registered by now stands against the entry."""
    newest = current(entry.kind, entry.event, entry.key, draft)
    if entry.replaces is None and newest is not None:
        raise AlreadyIssued(newest)
    if entry.replaces is not None and entry.replaces != newest:
        if Recall.objects.filter(document=entry.replaces).exists():
            raise Recalled(entry.replaces)
        raise NotCurrent(entry.replaces)
    papers = OfficialDocument.objects.filter(symbol=symbol, year=entry.day.year)
    refuse_day(entry.number, entry.day, papers)
    if series is not None and entry.first_number not in (None, series.next):
        raise SeriesBegun(series.next)


def refuse_day(number: int | None, day: datetime.date, papers: QuerySet[OfficialDocument]) -> None:
    """Raise where the number is taken, or numbers and days of a series would not ascend together.

    None: the next number. `papers` are those of the series.
    """
    before, after = papers.order_by("-number"), papers.order_by("number")
    if number is not None:
        if taken := papers.filter(number=number).first():
            raise NumberTaken(taken)
        before, after = before.filter(number__lt=number), after.filter(number__gt=number)
        following = after.first()
        if following is not None and day > following.issued_on:
            raise DayAfterNext(following)
    last = before.first()
    if last is not None and day < last.issued_on:
        raise DayBeforeLast(last)


def _numbered(draft: Draft, entry: Entry, number: int, code: str) -> Draft:
    return draft.numbered(
        number,
        entry.day,
        verification=verification_text(code),
        replaces=entry.replaces,
    )


def _enter(entry: Entry, made: Made) -> OfficialDocument | None:
    """Write the paper into the register; return None where the number is taken by now."""
    draft, paper, number = made.draft, made.paper, made.number
    first = entry.number or entry.first_number or 1
    try:
        with transaction.atomic():
            NumberSeries.objects.bulk_create(
                [NumberSeries(symbol=paper.symbol, year=entry.day.year, first=first, next=first)],
                ignore_conflicts=True,
            )
            # Two who issue at once: the second waits here, and then sees the number taken.
            series = NumberSeries.objects.select_for_update().get(
                symbol=paper.symbol, year=entry.day.year
            )
            if entry.number is None and series.next != number:
                return None
            _look_again(entry, draft, paper.symbol, None)
            document = OfficialDocument.objects.create(
                **_facts(entry, draft, paper),
                number=number,
                code=made.code,
                sha256=digest(made.content),
            )
            IssuedFile.objects.create(document=document, content=made.content)
            if made.approval:
                approvals.use(made.approval, document)
            if entry.number is not None and entry.number != series.next:
                series.is_shared = True
            series.next = max(series.next, number + 1)
            series.save(update_fields=["next", "is_shared"])
            return document
    except IntegrityError as error:
        # The same paper under another symbol has no lock in common: the revision is unique. And
        # what it replaces or corrects may have been recalled while it was made.
        broken = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
        if broken == "events_only_current":
            for earlier in filter(None, [entry.replaces, draft.corrects]):
                refuse_unless_current(earlier)
        if broken == "events_officialdocument_revision":
            _look_again(entry, draft, paper.symbol, None)
        if "events_officialdocument" in str(error):
            return None
        raise


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(content).hexdigest()


def _revision(entry: Entry, draft: Draft) -> int:
    """Return the number of the revision: what was recalled counts, though nothing replaces it."""
    papers = OfficialDocument.objects.of(entry.kind.name, entry.event, entry.key, *draft.earlier)
    newest = papers.first()
    return newest.revision + 1 if newest else 1


def _facts(entry: Entry, draft: Draft, paper: Paper) -> dict[str, object]:
    """Return what the register notes about a paper."""
    kept = [line for line in paper.recipients if line.startswith("Lưu")]
    others = [line for line in paper.recipients if not line.startswith("Lưu")]
    if draft.sent_to:  # the book has no “above”
        others = [*draft.sent_to, *(line for line in others if not line.startswith("Như trên"))]
    return {
        "event": entry.event,
        "kind": entry.kind.name,
        "key": entry.key,
        "title": paper.kind,
        "subject": paper.subject,
        "symbol": paper.symbol,
        "year": entry.day.year,
        "issued_on": entry.day,
        "place": paper.place,
        "issuer": paper.issuer,
        "signer": paper.signer,
        "recipients": "\n".join(line.rstrip(" ;.") for line in others),
        "file_copy": "; ".join(line.partition(":")[2].strip(" .;") for line in kept),
        "copies": entry.copies,
        "note": entry.note,
        "words_sha256": wording.digest(draft.html()),
        "revision": _revision(entry, draft),
        "replaces": entry.replaces,
        "corrects": draft.corrects,
        "issued_by": entry.by,
    }
