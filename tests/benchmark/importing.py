"""What a list of ten thousand costs: read, then registered; beside bare inserts."""

import io
import resource
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection

from events.models import Event
from registrations.importing import Listing, read_list
from registrations.models import ImportDraft, Registration
from registrations.services import import_jobs
from registrations.services.imports import import_list
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
    yield _confirmed(event, contents["xlsx"])
    call_command("check_invariants", stdout=io.StringIO())
    yield from _admin()


def _confirmed(event: Event, content: bytes) -> tuple[str, str, str]:
    """Import the list as the worker does that stands beside the web server."""
    from django.contrib.auth.models import User

    Registration.objects.all().delete()
    connection.cursor().execute("VACUUM ANALYZE")  # as the database does by itself after a while
    user = User.objects.create_user("nguoi-do")
    listing = read(content)
    draft = ImportDraft.objects.create(
        event=event, user=user, kind="delegates", file_name="ds.xlsx", content=listing.as_dict()
    )
    del listing
    import_jobs.confirm(draft)
    tracemalloc.start()
    import_jobs.carry_out(draft.pk, lambda: True)  # what one list takes before its first part
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    start = time.perf_counter()
    import_jobs.carry_out(draft.pk)
    seconds = time.perf_counter() - start
    if Registration.objects.count() != ROWS:
        raise SystemExit("the confirmed list was imported wrong")
    return f"{ROWS} rows, confirmed, by the worker", f"{ROWS / seconds:.0f}", f"{peak:.0f}"


def _admin() -> Iterator[tuple[str, str, str]]:
    """Time the list of the admin among all those rows, and papers and files made of it."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    client = Client(HTTP_HOST="127.0.0.1")
    admin = User.objects.create_superuser("quan-tri-do")
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("admin:registrations_registration_changelist")
    for what, query in (("list", ""), ("search", "?q=nguyen+thu+777"), ("page 20", "?p=20")):
        client.get(page + query)
        yield f"admin: list of {ROWS}, {what}", f"{1 / _seconds(client, page + query):.1f}", ""
    export = reverse("admin:registrations_registration_export")
    for number, kind in enumerate(("xlsx", "csv", "ods")):
        start = time.perf_counter()
        client.post(export, {"format": str(number), "resource": "0"})
        yield f"admin: export of {ROWS}, {kind}, rows", f"{ROWS / _since(start):.0f}", ""
    from registrations.documents.tickets import tickets_of

    batch = tickets_of(Registration.objects.filter(seat__isnull=False))
    file = io.BytesIO()
    start = time.perf_counter()
    batch.write(file)
    rate = batch.total / _since(start)
    yield f"tickets of {batch.total} in one PDF", f"{rate:.1f}", f"{file.tell() / 2**20:.1f}"


def _since(start: float) -> float:
    return time.perf_counter() - start


def _seconds(client: Any, address: str) -> float:
    start = time.perf_counter()
    if client.get(address).status_code != 200:
        raise SystemExit(f"no page: {address}")
    return _since(start)
