"""The server sends letters by itself, starts who sends again, and ends with nobody left."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
import psycopg2
import pypdf
import pytest
from django.conf import settings

from tests.mail_server import MailServer, mail_server
from tests.scratch_portal import ROOT, free_port, scratch_database

REGISTER = """
from events.models import Event
from registrations.services.identity import Delegate
from registrations.services.origins import ByHand
from registrations.services.registration import register
for number in range({first}, {last}):
    person = Delegate(
        name=f"Nguyễn Văn Thử {{number}}",
        organisation="Sở Thử nghiệm",
        email=f"dai-bieu-{{number}}@example.vn",
    )
    register(event=Event.objects.get(), delegate=person, origin=ByHand())
"""

LINES, LETTERS = 250, 50  # lines in three parts; each fifth has an address
CONFIRM = f"""
import io
from django.contrib.auth.models import User
from events.models import Event
from registrations.importing import read_list
from registrations.models import ImportDraft
from registrations.services import import_jobs
addresses = ["" if n % 5 else f"thu{{n}}@example.vn" for n in range({LINES})]
lines = [f"Lê Thử {{n}};Sở;{{address}}" for n, address in enumerate(addresses)]
file = io.BytesIO("\\n".join(["Họ tên;Đơn vị;Email", *lines]).encode())
draft = ImportDraft.objects.create(
    event=Event.objects.get(), user=User.objects.first(), kind="delegates", file_name="ds.csv",
    content=read_list(file, "delegates").as_dict(),
)
assert import_jobs.confirm(draft)
"""

PRINT = """
from django.contrib.auth.models import User
from events.documents import print_jobs
from events.models import Event
from registrations.documents.invitations import all_invitations
from registrations.services.invitations import invite
event = Event.objects.get()
for number in range(51):
    invite(event=event, organisation=f"Sở {number}", quota=1)
print_jobs.ask(User.objects.first(), all_invitations(event))
"""


@dataclass
class Portal:
    process: "subprocess.Popen[str]"
    environment: dict[str, str]
    mail: MailServer

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def helpers(self) -> set[psutil.Process]:
        """Return the grandchildren: who sends, imports and does the daily work."""
        children = psutil.Process(self.process.pid).children()
        return {grandchild for child in children for grandchild in child.children()}

    def execute(self, query: str) -> list[Any]:
        """Return what the portal's database answers."""
        with closing(psycopg2.connect(self.environment["DATABASE_URL"])) as database:
            database.autocommit = True
            cursor = database.cursor()
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []

    def count(self) -> int:
        """Return how many are registered."""
        return int(self.execute("SELECT count(*) FROM registrations_registration")[0][0])

    def run(self, program: str) -> None:
        """Run a program inside the portal."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", program]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def register(self, first: int, last: int) -> None:
        self.run(REGISTER.format(first=first, last=last))


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.05)


@contextmanager
def running(url: str) -> Iterator[Portal]:
    """Run the portal on a database, with the real ceremony, not yet over, and a mail server."""
    with mail_server() as server:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "PORT": str(free_port()),
            "SECRET_KEY": settings.SECRET_KEY,
            "PYTHONPATH": str(ROOT),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.contest_portal.server.impatient_portal"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            assert any(line.startswith("Ready:") for line in process.stdout)
            portal = Portal(process, environment, server)
            portal.execute("UPDATE events_event SET window_end = '2099-12-31'")
            yield portal
        finally:
            process.kill()
            process.wait(30)
            process.stdout.close()


@pytest.fixture
def scratch(migrated: str, server_url: str) -> Iterator[str]:
    with scratch_database(server_url, "alone", migrated) as url:
        yield url


@pytest.fixture(scope="module")
def shared(migrated: str, server_url: str) -> Iterator[Portal]:
    """A portal for all tests of this module, which ends when it is asked to: with nobody left."""
    with scratch_database(server_url, "shared", migrated) as url, running(url) as portal:
        yield portal
        family = portal.family()
        portal.process.send_signal(signal.SIGTERM)
        assert portal.process.wait(20) == 0
        until(lambda: not any(p.is_running() for p in family), 5)


@pytest.fixture
def portal(shared: Portal) -> Portal:
    """The portal with all its helpers, whatever an earlier test has done to them."""
    until(lambda: len(shared.helpers()) == 3)
    shared.mail.letters.clear()
    shared.mail.recipients.clear()
    return shared


def test_letters_are_sent_and_the_sender_is_started_again(portal):
    portal.register(0, 3)
    until(lambda: len(portal.mail.letters) == 3)
    before = portal.helpers()
    assert len(before) == 3
    for helper in before:
        helper.kill()
    portal.register(3, 5)
    until(lambda: len(portal.mail.letters) == 5)
    until(lambda: len(portal.helpers()) == 3)
    assert not portal.helpers() & before
    assert len(set(portal.mail.recipients)) == len(portal.mail.recipients) == 5


def test_the_keeper_is_started_again_when_it_is_killed(portal):
    keeper = next(
        child for child in psutil.Process(portal.process.pid).children() if child.children()
    )
    before = portal.helpers()
    keeper.kill()
    psutil.wait_procs([keeper, *before], 30)
    until(lambda: len(portal.helpers()) == 3)
    assert not portal.helpers() & before


def test_lists_are_imported_though_who_imports_is_killed(portal):
    before = portal.count()
    portal.run(CONFIRM)
    until(lambda: portal.count() > before)
    for helper in portal.helpers():
        helper.kill()
    until(lambda: portal.count() == before + LINES, 90)
    until(lambda: len(portal.mail.letters) == LETTERS, 90)
    assert len(set(portal.mail.recipients)) == LETTERS


def test_long_paper_is_printed_whole_though_printer_and_worker_are_killed(portal):
    portal.run(PRINT)

    def job() -> Any:
        return portal.execute("SELECT state, done, tries, pages FROM events_printjob")[0]

    def printers() -> set[psutil.Process]:
        return {child for helper in portal.helpers() for child in helper.children()}

    until(lambda: job()[1] == 25)
    (printer,) = printers()
    printer.kill()
    until(lambda: job()[1] == 50)
    before = printers()
    for helper in portal.helpers():
        helper.kill()
    until(lambda: job()[0] == "done")
    assert job() == ("done", 51, 1, 51)  # nothing was done twice
    until(lambda: not any(process.is_running() for process in before), 20)
    pieces = portal.execute("SELECT content FROM events_printpart ORDER BY number")
    content = b"".join(bytes(piece) for (piece,) in pieces)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert [f"kính mời: Sở {n}." in " ".join(pages) for n in range(51)] == [True] * 51
    until(lambda: not printers(), 20)  # its memory is given back


def test_nobody_is_left_when_the_server_is_killed(scratch):
    with running(scratch) as portal:
        family = portal.family()
        assert portal.helpers() <= set(family)
        portal.process.kill()
        until(lambda: not any(p.is_running() for p in family), 20)
