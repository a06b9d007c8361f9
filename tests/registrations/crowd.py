"""Many people at once, each with a connection of their own."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TypeVar

import pytest
from django.core.management import call_command
from django.db import connection

from registrations.models import Registration, Seat

committed = pytest.mark.django_db(transaction=True)  # rows are really committed

# for tests in which many register from one address
WITHOUT_LIMITS = {
    "REGISTRATIONS_PER_ADDRESS_AT_ONCE": 10**6,
    "REGISTRATIONS_PER_ADDRESS": 10**6,
    "REGISTRATIONS_PER_ADDRESS_A_DAY": 10**6,
}

Job = TypeVar("Job")
Result = TypeVar("Result")


def rush(work: Callable[[Job], Result], jobs: Iterable[Job], threads: int = 32) -> list[Result]:
    """Do all jobs in `threads` that begin together; return what came of them, in any order."""
    queue: SimpleQueue[Job] = SimpleQueue()
    for job in jobs:
        queue.put(job)
    start = threading.Barrier(threads)

    def worker() -> list[Result]:
        results = []
        try:
            connection.ensure_connection()
            start.wait(60)
            while True:
                results.append(work(queue.get_nowait()))
        except Empty:
            return results
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        done = [pool.submit(worker) for _n in range(threads)]
    return [result for future in done for result in future.result()]


def together(*works: Callable[[], Result]) -> list[Result]:
    """Do different things at the same time; return their results in the order given."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result:
        try:
            connection.ensure_connection()
            start.wait(60)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def check_everything() -> None:
    """Sweep as the command does, and count the chairs once more by hand."""
    call_command("check_invariants")
    held = Registration.objects.filter(seat__isnull=False).values_list("seat", flat=True)
    assert len(set(held)) == len(held) <= Seat.objects.count()
