"""What a list of ten thousand costs: read, then registered; beside bare inserts."""

import io
import resource
import time
import tracemalloc
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection

from events.models import Event
from registrations.importing import Listing, read_list
from registrations.models import Registration
from registrations.services.importing import import_list
from tests.spreadsheets import HEADINGS, separated, workbook

ROWS = 10_000


def people() -> list[list[object]]:
    """Make a list as an office writes it."""
    lines = (
        [
            n,
            f"NGUYỄN VĂN THỬ {n}",
            "Phó Giám đốc",
            f"Sở Thử nghiệm {n % 40}",
            912_000_000 + n,
            f"thu{n}@so.example",
            "Đi xe riêng",
        ]
        for n in range(1, ROWS + 1)
    )
    return [["DANH SÁCH ĐẠI BIỂU"], [*HEADINGS], *lines]


def read(content: bytes) -> Listing:
    """Read the list whole."""
    listing = read_list(io.BytesIO(content), "delegates")
    if len(listing.entries()) != ROWS:
        raise SystemExit(f"the list was read wrong: {listing.counts()}")
    return listing


def _timed(content: bytes) -> tuple[Listing, float]:
    start = time.perf_counter()
    listing = read(content)
    return listing, time.perf_counter() - start


def _peak(content: bytes) -> float:
    """Return the MiB that the reading takes at its highest."""
    tracemalloc.start()
    read(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024 / 1024


def _bare() -> float:
    """Return the seconds that the same number of bare inserts takes, each by itself."""
    start = time.perf_counter()
    with connection.cursor() as cursor:
        for _n in range(ROWS):
            cursor.execute("INSERT INTO bare_row (text) VALUES ('một dòng')")
    return time.perf_counter() - start


def measure() -> Iterator[tuple[str, str, str]]:
    """Give rows: what, rows per second, MiB."""
    lines = people()
    contents = {"xlsx": workbook(lines), "csv": separated(lines, ";", "utf-8-sig")}
    for kind, content in contents.items():
        listing, seconds = _timed(content)
        yield f"{kind}, {ROWS} rows, read", f"{ROWS / seconds:.0f}", f"{_peak(content):.0f}"
    yield "bare inserts, one by one", f"{ROWS / _bare():.0f}", ""
    event = Event.objects.get()
    Registration.objects.all().delete()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    import_list(event, listing)
    seconds = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if Registration.objects.count() != ROWS:
        raise SystemExit("the list was imported wrong")
    yield f"{ROWS} rows, registered", f"{ROWS / seconds:.0f}", f"{grown:.0f}"
    call_command("check_invariants", stdout=io.StringIO())
