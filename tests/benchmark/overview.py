"""The overview among ten thousand registrations, invitations, requests and letters."""

import statistics
import time
from collections.abc import Iterator

import psutil
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from tests.many import fill, spread
from tests.people import signed_in

MANY = 10_000
DAYS = 60
REPEATED = 20


def _database() -> float:
    """Return the processor time in seconds of the database's process for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    times = psutil.Process(number).cpu_times()
    return times.user + times.system


def _ask(client: Client, headers: dict[str, str]) -> None:
    answer = client.get(reverse("admin:index"), headers=headers)
    if answer.status_code != 200:
        raise SystemExit(f"the overview answers {answer.status_code}")


def measure() -> Iterator[tuple[object, ...]]:
    """Give rows: what, milliseconds by the clock (median), of the processor for the portal and for
    the database (mean), and how many statements."""
    fill(Event.objects.get(), MANY)
    spread(DAYS)
    client = signed_in("organizer")
    client.defaults["HTTP_HOST"] = "127.0.0.1"
    for what, headers in (("whole page", {}), ("its part", {"HX-Request": "true"})):
        _ask(client, headers)  # the first request compiles the templates
        with CaptureQueriesContext(connection) as asked:
            _ask(client, headers)
        statements = len(asked)  # while the list is kept
        clock, ours, database = [], time.process_time(), _database()
        for _n in range(REPEATED):
            start = time.perf_counter()
            _ask(client, headers)
            clock.append(time.perf_counter() - start)
        spent = (time.process_time() - ours) / REPEATED, (_database() - database) / REPEATED
        figures = [f"{seconds * 1000:.1f}" for seconds in (statistics.median(clock), *spent)]
        yield f"overview at {MANY} registrations, {what}", *figures, str(statements)
