"""What one more registration costs among namesakes, under the lock of the seats."""

import time
from collections.abc import Iterator
from itertools import count, product

from django.db import connection, transaction

from events.models import Event
from registrations.models import Registration
from registrations.services import capacity
from registrations.services.identity import Delegate
from registrations.services.locking import lock
from registrations.services.registration import register
from tests.factories import EventFactory

CROWDS = (1, 100, 2_000, 10_000)
REPEATED = 40
VOWELS = ("aàáảãạ", "iìíỉĩị", "oòóỏõọ", "uùúủũụ", "eèéẻẽẹ", "yỳýỷỹỵ")


def _names() -> Iterator[str]:
    """Give spellings of one name, told apart by nothing but accents."""
    for a, i, o, u, e, y in product(*VOWELS):
        yield f"L{a}m Th{i} H{o}ng Th{u} Th{e}m L{y}"


def _crowd(event: Event, number: int, kind: str) -> None:
    """Write down people of one name: each of another body, or of one body with other accents."""
    if kind == "bodies":
        people = [("Nguyễn Văn An", f"Cơ quan thử số {n}") for n in range(number)]
    else:
        people = [
            (name, "Sở Thử nghiệm") for name, _n in zip(_names(), range(number), strict=False)
        ]
    rows = [
        Registration(event=event, status="waiting", channel="office", name=name, organisation=body)
        for name, body in people
    ]
    for row in rows:
        for column, value in row.computed().items():
            setattr(row, column, value)
    Registration.objects.bulk_create(rows, batch_size=1000)
    connection.cursor().execute("ANALYZE registrations_registration")


def _milliseconds(event: Event, kind: str, numbers: Iterator[int]) -> float:
    """Return what one registration takes, whole, without a letter."""
    spent = 0.0
    for _n in range(REPEATED):
        name = "Nguyễn Văn An" if kind == "bodies" else "Lam Thị Hông Thu Them Lỵ"
        body = f"Cơ quan mới {next(numbers)}" if kind == "bodies" else "Sở Thử Nghiêm"
        with transaction.atomic():
            lock(event.pk)  # the time for the lock is nobody's
            start = time.perf_counter()
            register(event=event, delegate=Delegate(name=name, organisation=body))
            spent += time.perf_counter() - start
            transaction.set_rollback(True)
    return spent / REPEATED * 1000


def measure() -> Iterator[tuple[str, str, str]]:
    """Give rows: what, milliseconds, share of a registration without namesakes."""
    numbers = count()
    for kind in ("bodies", "accents"):
        first = 0.0
        for number in CROWDS:
            event = EventFactory()
            capacity.open_seating(event=event, public_seats=0, reserve_seats=0, policy="open")
            _crowd(event, number, kind)
            took = _milliseconds(event, kind, numbers)
            first = first or took
            yield f"among {number} namesakes ({kind})", f"{took:.2f}", f"{took / first:.2f}"
            Registration.objects.filter(event=event).delete()
