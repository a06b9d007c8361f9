"""A database that is frozen or locked, before a portal that is served as always."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from psycopg2 import extensions

from contest_portal.server import circuit_breaker
from contest_portal.server.circuit_breaker import (
    TIMEOUTS,
    CircuitBreaker,
    Unanswered,
    set_timeouts,
)
from tests import scratch_portal
from tests.database_line import Line, database_line
from tests.pages import visible_text

CROWD = 15  # more than threads answer


@dataclass
class Served:
    """A portal whose line to the database can be frozen."""

    port: int
    line: Line

    def get(self, path: str) -> tuple[int, str, float]:
        """Return status, body and seconds of one page, asked for as a watcher would."""
        started = time.monotonic()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=180)) as client:
            client.request("GET", path)
            answer = client.getresponse()
            body = answer.read().decode()
        return answer.status, body, time.monotonic() - started


@pytest.fixture(scope="module")
def portal(django_db_setup: None) -> Iterator[Served]:
    port = scratch_portal.free_port()
    with pytest.MonkeyPatch.context() as patch, database_line() as line:
        patch.setenv("DATABASE_URL", line.url)
        patch.setenv("SECRET_KEY", settings.SECRET_KEY)
        with scratch_portal.gunicorn(port):
            yield Served(port, line)


@pytest.fixture
def crowd(portal: Served, transactional_db: None) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CROWD) as visitors:
        list(visitors.map(portal.get, ["/"] * CROWD))  # every thread has its connection
        yield visitors


def _ask_all(portal: Served, crowd: ThreadPoolExecutor) -> list[Future[tuple[int, str, float]]]:
    asked = [crowd.submit(portal.get, "/") for _n in range(CROWD)]
    time.sleep(0.1)
    return asked


def test_frozen_database_holds_nobody_and_is_told(portal, crowd):
    portal.line.freeze()
    try:
        asked = _ask_all(portal, crowd)
        for _n in range(4):
            status, body, seconds = portal.get("/healthz")
            assert (status, body) == (503, "database: no answer")
            assert seconds < 4  # two on a machine that is not busy: script/faults measures it
        for visitor in asked:
            status, body, seconds = visitor.result()
            assert status == 503
            assert "Vui lòng thử lại sau" in visible_text(body)
            assert seconds < 15
    finally:
        portal.line.thaw()
    _wait_until_well(portal)
    assert portal.get("/")[0] == 200


def test_locked_table_leaves_a_thread_for_others(portal, crowd):
    with closing(psycopg2.connect(**connection.get_connection_params())) as other:
        other.cursor().execute("LOCK TABLE events_content_version IN ACCESS EXCLUSIVE MODE")
        asked = _ask_all(portal, crowd)
        for _n in range(3):
            status, body, seconds = portal.get("/healthz")
            assert (status, body) == (200, "ok")
            assert seconds < 4
        assert {visitor.result()[0] for visitor in asked} == {503}
    _wait_until_well(portal)
    assert portal.get("/")[0] == 200


def _wait_until_well(portal: Served) -> None:
    for _n in range(100):
        if portal.get("/healthz")[:2] == (200, "ok"):
            return
        time.sleep(0.1)
    raise AssertionError("the portal does not come back")


@pytest.mark.django_db
def test_pages_have_the_timeouts_of_postgresql():
    set_timeouts(connection)
    with connection.cursor() as cursor:
        for name, value in TIMEOUTS.items():
            cursor.execute(f"SELECT current_setting('{name}')::interval = %s::interval", [value])
            assert cursor.fetchone() == (True,)
            cursor.execute(f"RESET {name}")


@pytest.fixture
def breaker(monkeypatch: pytest.MonkeyPatch) -> Iterator[CircuitBreaker]:
    """Guard what this test connects, with two threads that answer pages and little patience."""
    monkeypatch.setattr(circuit_breaker, "LONG", 1.0)
    monkeypatch.setattr(circuit_breaker, "BRIEF", 0.5)
    breaker = CircuitBreaker(threads=2)
    extensions.set_wait_callback(breaker.wait)
    yield breaker
    extensions.set_wait_callback(None)


def _connect() -> Any:
    return psycopg2.connect(**connection.get_connection_params())


@pytest.mark.django_db
def test_block_with_a_deadline_ends_with_it(breaker):
    with closing(_connect()) as one:
        started = time.monotonic()
        with pytest.raises(Unanswered, match=r"^no answer in time$"), breaker.within(0.3):
            one.cursor().execute("SELECT pg_sleep(30)")
        assert 0.3 <= time.monotonic() - started < 10
        assert one.closed
        assert not breaker.is_open


@pytest.mark.django_db
def test_all_threads_but_one_may_wait_long(breaker):
    with closing(_connect()) as one, closing(_connect()) as other, ThreadPoolExecutor() as pool:
        first = pool.submit(one.cursor().execute, "SELECT pg_sleep(4)")
        time.sleep(2)
        with pytest.raises(Unanswered, match=r"^too many wait already$"):
            other.cursor().execute("SELECT pg_sleep(4)")
        first.result()
    with closing(_connect()) as later, later.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.5)")  # its place is free again


@pytest.mark.django_db
def test_error_of_a_statement_gives_the_place_back(breaker):
    for _n in range(2):
        with closing(_connect()) as one, one.cursor() as cursor:
            cursor.execute("SET statement_timeout = '1500ms'")
            with pytest.raises(psycopg2.errors.QueryCanceled):
                cursor.execute("SELECT pg_sleep(30)")
