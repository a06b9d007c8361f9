"""The register as a book (sổ đăng ký văn bản đi), by Nghị định 30/2020/NĐ-CP, Phụ lục IV."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.db.models import QuerySet

from events.documents import engine, renderer
from events.documents.paper import Sheet
from events.models import Event, OfficialDocument, Plan
from events.vietnamese import dates

TITLE = "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
PART = 250  # papers per part; a table's time grows faster than its length
MOST_AT_ONCE = 500  # papers that a page of the admin waits for


def issued(first: datetime.date, last: datetime.date) -> "QuerySet[OfficialDocument]":
    """Return the papers of a period in the order of the book: by day, symbol and number."""
    papers = OfficialDocument.objects.filter(issued_on__range=(first, last))
    return papers.select_related("replaces", "replaced_by").order_by(
        "issued_on", "symbol", "number"
    )


def book(
    first: datetime.date,
    last: datetime.date,
    progress: Callable[[int, int], None] = lambda done, total: None,
    part: int = PART,
) -> bytes:
    """Return the book of a period as PDF bytes: a cover, then the papers, A4 landscape.

    It is made in parts of `part` papers; `progress` is told after each how many are set of how
    many.
    """
    papers = list(issued(first, last))
    parts = [papers[start : start + part] for start in range(0, len(papers), part)] or [[]]

    def makers() -> Iterator[Callable[[int], str]]:
        cover = _cover(first, last, papers)
        yield lambda pages: _html("events/pdf/book_cover.html", cover=cover)
        for number, rows in enumerate(parts, start=1):
            yield partial(part_html, rows)
            progress(min(number * part, len(papers)), len(papers))

    return engine.write_joined(makers())


def part_html(rows: Sequence[OfficialDocument], pages_before: int = 0) -> str:
    """Return the HTML of a part of the book, which begins behind `pages_before` pages."""
    return _html("events/pdf/book.html", pages_before, rows=rows)


def _html(template: str, pages_before: int = 0, **context: object) -> str:
    sheet = Sheet(kind=TITLE, landscape=True)
    values = {"paper": sheet, "pages_before": pages_before, **context}
    return renderer.drawable(renderer.html(template, values, title=sheet.title))


def _cover(
    first: datetime.date, last: datetime.date, papers: list[OfficialDocument]
) -> dict[str, str]:
    """Return what stands on the cover."""
    plan = Plan.objects.filter(event=Event.objects.current()).first()
    years = f"{first.year}" if first.year == last.year else f"{first.year} - {last.year}"
    return {
        "superior": plan.superior if plan else "",
        "issuer": plan.issuer if plan else "",
        "years": years,
        "first": dates.official(first),
        "last": dates.official(last),
        "from_number": papers[0].number_and_symbol if papers else "",
        "to_number": papers[-1].number_and_symbol if papers else "",
    }
