"""The register as a book (sổ đăng ký văn bản đi), by Nghị định 30/2020/NĐ-CP, Phụ lục IV."""

import datetime
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.db.models import Max, Min, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from events.documents import renderer
from events.documents.bundles import Batch, Maker, bundle
from events.documents.paper import Sheet
from events.models import Event, OfficialDocument, Plan
from events.permissions import MAY_SEE_REGISTER, User, own
from events.vietnamese import dates

TITLE = "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
PART = 100  # papers; a table's time grows faster than its length, and each part begins a page


def issued(first: datetime.date, last: datetime.date) -> "QuerySet[OfficialDocument]":
    """Return the papers of a period in the order of the book: by day, symbol and number."""
    papers = OfficialDocument.objects.filter(issued_on__range=(first, last))
    return papers.order_by("issued_on", "symbol", "number")


def of_period(first: datetime.date, last: datetime.date, *, by: User | None = None) -> Batch:
    """Return the book of a period: a cover, then the papers, A4 landscape.

    For a user it has the papers that he may see; a command has none and asks nobody.
    """
    papers = issued(first, last)
    papers = own(papers, by, MAY_SEE_REGISTER) if by else papers
    return Batch(
        bundle=book,
        keys=list(papers.values_list("pk", flat=True)),
        options={"first": first.isoformat(), "last": last.isoformat()},
        file_name=f"so-van-ban-{first:%Y%m%d}-{last:%Y%m%d}",
    )


@bundle(
    "register",
    _("Register of papers"),
    permission=MAY_SEE_REGISTER,
    model=OfficialDocument,
    part=PART,
)
def book(batch: Batch, keys: Sequence[int]) -> Iterator[Maker]:
    """Compose a part of the book, the first one with the cover."""
    if keys[:1] == batch.keys[:1]:
        cover = _cover(batch)
        yield lambda pages: _html("events/pdf/book_cover.html", cover=cover)
    rows = OfficialDocument.objects.with_fate().prefetch_related(
        Prefetch("corrections", OfficialDocument.objects.current(), to_attr="corrected_by")
    )
    found = rows.in_bulk(keys)
    yield partial(part_html, [found[key] for key in keys])


def part_html(rows: Sequence[OfficialDocument], pages_before: int = 0) -> str:
    """Return the HTML of a part of the book, which begins behind `pages_before` pages."""
    for row in rows:
        row.remarks = "; ".join(_remarks(row))  # type: ignore[attr-defined]
    return _html("events/pdf/book.html", pages_before, rows=rows)


def _remarks(row: Any) -> list[str]:
    """Return what the last column notes: what became of the paper, then its clerk's own note."""
    remarks = ["lập ngoài cổng thông tin, lưu kèm tệp PDF"] if row.is_made_elsewhere else []
    if row.replaces:
        remarks.append(f"thay thế số {row.replaces.number_and_symbol}")
    if row.corrects:
        remarks.append(f"đính chính số {row.corrects.number_and_symbol}")
    if hasattr(row, "replaced_by"):
        remarks.append(f"được thay thế bởi số {row.replaced_by.number_and_symbol}")
    for letter in getattr(row, "corrected_by", []):
        remarks.append(f"được đính chính bởi Công văn số {letter.number_and_symbol}")
    if hasattr(row, "recall"):
        day, by = dates.short(row.recall.recalled_on), row.recall.notice_number
        remarks.append(f"thu hồi từ ngày {day} theo văn bản số {by}")
    first, *others = remarks or [""]
    return [text for text in [f"{first[:1].upper()}{first[1:]}", *others, row.note] if text]


def _html(template: str, pages_before: int = 0, **context: object) -> str:
    sheet = Sheet(kind=TITLE, landscape=True)
    values = {"paper": sheet, "pages_before": pages_before, **context}
    return renderer.drawable(renderer.html(template, values, title=sheet.title))


def _cover(batch: Batch) -> dict[str, Any]:
    """Return what stands on the cover."""
    first, last = (datetime.date.fromisoformat(batch.options[end]) for end in ("first", "last"))
    plan = Plan.objects.filter(event=Event.objects.current()).first()
    years = f"{first.year}" if first.year == last.year else f"{first.year} - {last.year}"
    return {
        "superior": plan.superior if plan else "",
        "issuer": plan.issuer if plan else "",
        "years": years,
        "first": dates.official(first),
        "last": dates.official(last),
        "numbers": _numbers(batch.keys),
    }


def _numbers(keys: Sequence[int]) -> list[tuple[str, str, str]]:
    """Return name, first and last number of each series: numbers of two are no range."""
    papers = OfficialDocument.objects.filter(pk__in=keys).values("symbol", "year").order_by()
    found = list(
        papers.annotate(first=Min("number"), last=Max("number")).order_by("year", "symbol")
    )
    several_years = len({row["year"] for row in found}) > 1
    return [
        (
            f"{row['symbol']} năm {row['year']}" if several_years else row["symbol"],
            f"{row['first']:02d}/{row['symbol']}",
            f"{row['last']:02d}/{row['symbol']}",
        )
        for row in found
    ]
