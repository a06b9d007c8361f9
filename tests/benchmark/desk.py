"""Every page of the admin with few rows and among ten thousand: time, statements, size.

Of what people and letters bring there are ten thousand rows; of what a committee types by hand
(tasks, units, items, memoranda), fifty of each.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import TaskUpdate
from contest_portal.models import OperationRun
from events.models import AuditEntry, Letter, OfficialDocument, Sending, UnitCall
from registrations.models import CallLog, Consent, Registration
from tests import whole_portal
from tests.many import analyze, copy, fill, spread, write_by_hand
from tests.people import administrator

MANY = 10_000
BY_HAND = 50
FEW = 3
TIMES = 3
DAYS = 60


@dataclass(frozen=True)
class Cost:
    """What one page took: seconds (median), statements, bytes of its answer."""

    seconds: float
    statements: int
    size: int


def measure() -> Iterator[tuple[str, ...]]:
    """Give rows, the slowest page first: what, milliseconds, statements and kilobytes with few
    rows, and the same with many."""
    with override_settings(SITE_URL="https://le-cong-bo.example"):
        world = whole_portal.build()
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
        logging.getLogger("django.request").setLevel(logging.ERROR)
        pages = {
            path: name
            for path, name in whole_portal.admin_pages(world).items()
            if _size(client.get(path))  # what leads elsewhere says nothing
        }
        fill(world.event, FEW)
        write_by_hand(world.event, FEW)
        few = {path: _cost(client, path) for path in pages}
        _many(world)
        many = {path: _cost(client, path) for path in pages}
    kinds = (Registration, CallLog, Consent, TaskUpdate, OfficialDocument, OperationRun, AuditEntry)
    for kind in kinds:
        yield f"rows of {kind.__name__}", "", "", "", str(kind._base_manager.count())
    for path in sorted(pages, key=lambda path: -many[path].seconds):
        yield f"{pages[path]} {path}", *_cells(few[path]), *_cells(many[path])


def _cells(cost: Cost) -> tuple[str, str, str]:
    return f"{cost.seconds * 1000:.0f}", str(cost.statements), f"{cost.size / 1000:.0f}"


def _many(world: whole_portal.World) -> None:
    """Fill the ceremony; what is added, changed and removed is in the record as well."""
    write_by_hand(world.event, BY_HAND)
    fill(world.event, MANY)
    people = list(world.event.registrations.values_list("pk", flat=True)[:MANY])
    offices = list(world.event.invitations.values_list("pk", flat=True)[:MANY])
    tasks = list(world.event.preparation_tasks.values_list("pk", flat=True))
    now = timezone.now()
    paper: Any = world.rows[OfficialDocument]
    copy(Consent.objects.first(), MANY, registration_id=lambda n: people[n])
    copy(CallLog.objects.first(), MANY, invitation_id=lambda n: offices[n])
    copy(UnitCall.objects.first(), MANY)
    copy(TaskUpdate.objects.first(), MANY, task_id=lambda n: tasks[n % len(tasks)])
    copy(Sending.objects.first(), MANY)
    run = OperationRun(name="back_up", started_at=now, finished_at=now, succeeded=True)
    copy(run, MANY)
    copy(
        paper,
        MANY,
        number=lambda n: paper.number + 1 + n,
        key=lambda n: 100_000 + n,
        code=lambda n: f"BENCH{n:07d}",
        sha256=lambda n: f"{n:064x}",
    )
    agreed = Sending.objects.order_by("at").first()
    Letter.objects.filter(event=world.event).update(sending=agreed)
    spread(DAYS)
    analyze()


def _cost(client: Client, path: str) -> Cost:
    """Ask for a page: once to fill what is kept, once to count, and by the clock."""
    with transaction.atomic():
        _size(client.get(path))
        with CaptureQueriesContext(connection) as captured:
            size = _size(client.get(path))
            statements = len(captured)  # while the list is kept
        transaction.set_rollback(True)
    clock = []
    for _n in range(TIMES):
        with transaction.atomic():
            start = time.perf_counter()
            _size(client.get(path))
            clock.append(time.perf_counter() - start)
            transaction.set_rollback(True)
    return Cost(median(clock), statements, size)


def _size(answer: Any) -> int:
    """Return the bytes of the whole answer, a file too; 0 if it is no page."""
    if answer.status_code >= 500:
        raise SystemExit(f"{answer.request['PATH_INFO']} answers {answer.status_code}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return len(body) if answer.status_code == 200 else 0
