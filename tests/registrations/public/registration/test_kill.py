"""The web server is killed in the middle of a rush; no promise that it gave is lost."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from contest_portal import embedded_postgres
from registrations.models import Registration, Seating
from tests.benchmark.client import HIDDEN, OPTION, Browser
from tests.factories import DelegationFactory, make_seating
from tests.registrations.crowd import WITHOUT_LIMITS, check_everything, committed
from tests.scratch_portal import ROOT, free_port

pytestmark = committed

PEOPLE, CLIENTS = 150, 16
APPLICATION = f"killed-portal-{os.getpid()}"  # how its connections name themselves
BROKEN = (asyncio.IncompleteReadError, ConnectionError, asyncio.TimeoutError)


class Portal:
    """gunicorn on the test's database, in a process group that can be killed whole."""

    def __init__(self) -> None:
        self.port = free_port()
        url = os.environ.get("DATABASE_URL") or embedded_postgres.database_url()
        name = connection.settings_dict["NAME"]
        self.environment = {
            **os.environ,
            "PGAPPNAME": APPLICATION,
            **{name: str(limit) for name, limit in WITHOUT_LIMITS.items()},
            "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}")),
        }
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "python:contest_portal.server.gunicorn_settings",
        ]
        self.process = subprocess.Popen(
            [*command, "-b", f"127.0.0.1:{self.port}", "contest_portal.wsgi:application"],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
        )

    def kill(self) -> None:
        """As a power cut would: master and workers at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def portal() -> Iterator[Portal]:
    portal = Portal()
    try:
        yield portal
    finally:
        portal.kill()
        _wait_for_others_to_leave()


def _wait_for_others_to_leave() -> None:
    """PostgreSQL notices a killed client a moment later; it may still finish a statement."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
    for _n in range(600):
        with connection.cursor() as cursor:
            cursor.execute(others, [APPLICATION])
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    raise AssertionError("a connection of the killed server is still open")


class Rush:
    """People who register until they are told that it worked."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.told: dict[int, str] = {}  # the link that each was sent to
        self.broken = 0

    async def run(self, *, kill_after: tuple[int, ...]) -> None:
        numbers = iter(range(PEOPLE))
        await asyncio.gather(
            *(self.client(numbers) for _n in range(CLIENTS)), self.cut_the_power(kill_after)
        )

    async def cut_the_power(self, kill_after: tuple[int, ...]) -> None:
        for number in kill_after:
            while len(self.told) < number:
                await asyncio.sleep(0.005)
            self.portal.kill()
            self.portal.start()

    async def client(self, numbers: Iterator[int]) -> None:
        for number in numbers:
            browser = Browser(self.portal.port)
            page = await self.until_answered(browser, "/dang-ky/")
            answer = await self.until_answered(browser, "/dang-ky/", filled(page.body, number))
            assert answer.status == 303, answer.body.decode()[:2000]
            self.told[number] = answer.headers["location"]
            browser.close()

    async def until_answered(self, browser: Browser, path: str, form=None):
        """Send again what was not answered, as people press the button again."""
        while True:
            try:
                async with asyncio.timeout(30):
                    return await browser.request(path, form)
            except BROKEN:
                browser.close()
                self.broken += 1
                await asyncio.sleep(0.1)


def filled(page: bytes, number: int) -> dict[str, str]:
    form = {name.decode(): value.decode() for name, value in HIDDEN.findall(page)}
    return form | {
        "honorific": "mr",
        "name": f"Nguyễn Văn Thử {number}",
        "organisation": "Sở Thử nghiệm",
        "delegation": OPTION.findall(page)[0].decode(),
        "phone": f"09120{number:05d}",
        "consent": "on",
    }


def test_killing_the_web_server_twice_in_a_rush_loses_nobody(portal):
    event = make_seating(public_seats=120, reserve_seats=10, policy=Seating.Policy.OPEN).event
    DelegationFactory(event=event)
    rush = Rush(portal)
    with ThreadPoolExecutor(1) as own_thread:  # a browser's loop may run in this one
        own_thread.submit(asyncio.run, rush.run(kill_after=(40, 90))).result()
    assert rush.broken > 0
    assert len(rush.told) == PEOPLE

    registrations = list(Registration.objects.order_by("pk").select_related("seat"))
    promised = {link.rstrip("/").rpartition("/")[2] for link in rush.told.values()}
    assert {r.token for r in registrations} == promised
    assert [r.seat.number for r in registrations[:120]] == list(range(1, 121))
    assert [r.status for r in registrations[120:]] == ["waiting"] * (PEOPLE - 120)
    check_everything()
