"""What the register of 5,000 papers costs as a book, beside bare WeasyPrint on the same tables."""

import datetime
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from events.documents import book
from events.models import Event, NumberSeries, OfficialDocument
from tests.benchmark.bundles import memory_of
from tests.benchmark.papers import bare

PAPERS = 5000
FIRST = datetime.date(2025, 1, 1)
SUBJECT = (
    "Tổ chức Lễ công bố và phát động Cuộc thi “Đổi mới sáng tạo - vì Thái Nguyên thân yêu” "
    "lần thứ nhất, năm 2025"
)


def fill() -> None:
    """Enter the papers, without files: the book does not read them."""
    event = Event.objects.get()
    NumberSeries.objects.create(symbol="TM-BTTCT", year=2025, next=PAPERS + 1)
    OfficialDocument.objects.bulk_create(
        OfficialDocument(
            event=event,
            kind="plan",
            key=number,
            title="THƯ MỜI",
            subject=SUBJECT,
            symbol="TM-BTTCT",
            year=2025,
            number=number,
            issued_on=FIRST + datetime.timedelta(days=number * 364 // PAPERS),
            place="Thái Nguyên",
            issuer="BAN TỔ CHỨC CUỘC THI",
            signer="Phạm Việt Đức",
            recipients="UBND tỉnh (báo cáo);\nVăn phòng UBND tỉnh;\nThành viên Ban Tổ chức",
            file_copy="VT, QLKH",
            copies=5,
            code=f"BENCH{number:07d}",
            sha256=f"{number:064x}",
        )
        for number in range(1, PAPERS + 1)
    )


def measure() -> Iterator[tuple[str, str, str]]:
    """Give rows: what, seconds, share of bare WeasyPrint; says on the way how far it is."""
    fill()
    last = datetime.date(2025, 12, 31)
    papers = list(book.issued(FIRST, last))
    start = time.perf_counter()
    for first in range(0, PAPERS, book.PART):
        bare(book.part_html(papers[first : first + book.PART]))
    base = time.perf_counter() - start
    yield f"bare WeasyPrint, {PAPERS} rows in parts of {book.PART}", f"{base:.0f}", "1.00"
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so.pdf"
        peak = memory_of("print_register", "--from", f"{FIRST}", "--to", f"{last}", "-o", path)
        size = path.stat().st_size
    ours = time.perf_counter() - start
    yield f"register of {PAPERS} papers as one book", f"{ours:.0f}", f"{ours / base:.2f}"
    yield "  size of the file (MiB)", f"{size / 2**20:.1f}", ""
    yield "  greatest memory of the process (MiB)", f"{peak:.0f}", ""
