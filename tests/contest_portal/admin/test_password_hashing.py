"""Passwords are hashed one after the other, for few who wait, and so often for one address."""

import asyncio
import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.test import RequestFactory

from contest_portal import embedded_postgres
from contest_portal.admin import password_hashing
from contest_portal.admin.login_attempts import HASHES, HASHES_PER
from contest_portal.admin.password_hashing import KNOWN_SLOTS, LOCKS, SLOTS, TURN, Asker, asker
from events.web import throttle
from events.web.throttle import HOUR, Busy, Deed, TooMany
from tests import scratch_portal
from tests.benchmark.client import Browser, hidden
from tests.factories import make_seating
from tests.people import PASSWORD
from tests.registrations.crowd import committed

CLIENTS, FORMS = 16, 20
FIRST = 4  # hashes of the flood, until the limit is reached
LOGIN = "/quan-tri/login/"


@pytest.fixture
def somebody() -> Iterator[None]:
    """Let this thread answer a request of an address that may have three passwords hashed."""
    token = asker.set(lambda: Asker((Deed("test", "somebody", 3, HOUR),), is_known=False))
    yield
    asker.reset(token)


@pytest.mark.django_db
def test_a_hash_of_django_is_checked_and_counted(somebody):
    made = make_password(PASSWORD)
    assert made.startswith("pbkdf2_sha256$")
    assert [check_password(word, made) for word in (PASSWORD, "khác")] == [True, False]
    with pytest.raises(TooMany, match=r"^Có quá nhiều lượt gửi trong thời gian ngắn\."):
        check_password(PASSWORD, made)


@pytest.mark.django_db
def test_commands_are_not_counted():
    assert len({make_password(PASSWORD) for _n in range(4)}) == 4


def ask(*, known: bool = False) -> str:
    """Hash a password in a thread of its own; tell what came of it."""
    deed = Deed("test", secrets.token_hex(), 1, HOUR)
    token = asker.set(lambda: Asker((deed,), is_known=known))
    try:
        return "hashed" if make_password(PASSWORD) else ""
    except Busy as error:
        return str(error)
    finally:
        asker.reset(token)
        connection.close()


BUSY = "Hiện có nhiều người đăng nhập cùng lúc. Vui lòng thử lại sau vài giây."
HELD = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE datname = current_database() AND classid = %s AND objid <> %s
"""


@committed
def test_few_wait_for_the_turn_and_places_are_kept_for_known_browsers(monkeypatch):
    monkeypatch.setattr(password_hashing, "LONGEST_WAIT", 600)

    def wait_for(places: int) -> None:
        for _n in range(6000):
            cursor.execute(HELD, [LOCKS, TURN])
            if cursor.fetchone() == (places,):
                return
            time.sleep(0.01)
        raise AssertionError("nobody comes")

    with ThreadPoolExecutor(16) as pool, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, TURN])
        strangers = [pool.submit(ask) for _place in SLOTS]
        wait_for(len(SLOTS))
        assert pool.submit(ask).result() == BUSY
        known = [pool.submit(ask, known=True) for _place in KNOWN_SLOTS]
        wait_for(len(SLOTS) + len(KNOWN_SLOTS))
        assert pool.submit(ask, known=True).result() == BUSY
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, TURN])
        assert {done.result() for done in [*strangers, *known]} == {"hashed"}
        assert pool.submit(ask).result() == "hashed"


@committed
def test_who_waits_too_long_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(password_hashing, "LONGEST_WAIT", 0)
    with ThreadPoolExecutor(1) as pool, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, TURN])
        assert pool.submit(ask).result() == BUSY
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, TURN])
        assert pool.submit(ask).result() == "hashed"


# A flood of a portal that runs


@pytest.fixture
def port(monkeypatch) -> Iterator[int]:
    url = os.environ.get("DATABASE_URL") or embedded_postgres.database_url()
    database = urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}")
    monkeypatch.setenv("DATABASE_URL", urlunsplit(database))
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    with scratch_portal.gunicorn(port := scratch_portal.free_port()):
        yield port


class Flood:
    """Clients that try to sign in with ever new names, as fast as they are answered."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.statuses: Counter[int] = Counter()
        self.ended = threading.Event()

    async def run(self) -> None:
        await asyncio.gather(*(self.client(number) for number in range(CLIENTS)))

    async def client(self, number: int) -> None:
        browser = Browser(self.port)
        form = hidden(await browser.request(LOGIN))
        while not self.ended.is_set():
            form |= {"username": f"{number}-{self.statuses.total()}", "password": "sai"}
            answer = await browser.request(LOGIN, form)
            self.statuses[answer.status] += 1
        browser.close()


async def read_forms(port: int) -> list[float]:
    """Return the seconds that each of some visits to the form of registration takes."""
    browser, taken = Browser(port), []
    for _n in range(FORMS):
        start = time.perf_counter()
        assert (await browser.request("/dang-ky/")).status == 200
        taken.append(time.perf_counter() - start)
    browser.close()
    return taken


@committed
def test_the_form_is_answered_while_logins_flood_in(port):
    make_seating()
    for deed in throttle.of_address(RequestFactory().get(LOGIN), "password", HASHES, HASHES_PER):
        for _n in range(HASHES - FIRST):
            throttle.hit_each(deed)
    flood = Flood(port)
    with ThreadPoolExecutor(2) as threads:  # a browser's loop may run in this one
        flooding = threads.submit(asyncio.run, flood.run())
        while flood.statuses.total() < CLIENTS:
            time.sleep(0.01)
        taken = threads.submit(asyncio.run, read_forms(port)).result()
        while not flood.statuses[429]:
            time.sleep(0.01)
        flood.ended.set()
        flooding.result()
    assert median(taken) < 1
    assert set(flood.statuses) <= {200, 429, 503}
    # one more for each half minute that a slow machine takes
    assert FIRST <= flood.statuses[200] <= FIRST + 10
