"""The server sends letters by itself, starts who sends again, and ends with nobody left."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psutil
import psycopg2
import pypdf
import pytest
from django.conf import settings
from django.db import connection

from tests import migrated_database
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

CONFIRM = """
import io
from django.contrib.auth.models import User
from events.models import Event
from registrations.importing import read_list
from registrations.models import ImportDraft
from registrations.services import import_jobs
lines = [f"Lê Thử {n};Sở;thu{n}@example.vn" for n in range(600)]
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
for number in range(76):
    invite(event=event, organisation=f"Sở {number}", quota=1)
print_jobs.ask(User.objects.first(), all_invitations(event))
"""


@dataclass
class Portal:
    process: "subprocess.Popen[str]"
    environment: dict[str, str]
    mail: MailServer

    def register(self, first: int, last: int) -> None:
        program = REGISTER.format(first=first, last=last)
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", program]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def helpers(self) -> set[psutil.Process]:
        """Return the grandchildren: who sends, imports and does the daily work."""
        children = psutil.Process(self.process.pid).children()
        return {grandchild for child in children for grandchild in child.children()}

    def rows(self, query: str) -> list[Any]:
        """Return what the portal's database answers."""
        database = psycopg2.connect(self.environment["DATABASE_URL"])
        try:
            cursor = database.cursor()
            cursor.execute(query)
            return cursor.fetchall()
        finally:
            database.close()

    def count(self) -> int:
        """Return how many are registered."""
        return int(self.rows("SELECT count(*) FROM registrations_registration")[0][0])

    def run(self, program: str) -> None:
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", program]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.1)


@pytest.fixture
def portal() -> Iterator[Portal]:
    """The portal with the real ceremony, not yet over, and a mail server."""
    url, migrated = migrated_database.server_url(), migrated_database.name()
    with scratch_database(url, template=migrated) as scratch, mail_server() as server:
        environment = {
            **os.environ,
            "DATABASE_URL": scratch,
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "EMAIL_FROM": "btc@hop-thu.example",
            "PORT": str(free_port()),
            "SECRET_KEY": settings.SECRET_KEY,
            "PYTHONPATH": str(ROOT),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "contest_portal.server.serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            assert any(line.startswith("Ready:") for line in process.stdout)
            running = Portal(process, environment, server)
            later = "Event.objects.update(window_end='2099-12-31')"
            program = f"from events.models import Event; {later}"
            command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", program]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
            yield running
        finally:
            process.kill()
            process.wait(30)
            process.stdout.close()


def test_letters_are_sent_and_the_sender_is_started_again(portal):
    connection.close()
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

    family = portal.family()
    portal.process.send_signal(signal.SIGTERM)
    assert portal.process.wait(20) == 0
    until(lambda: not any(p.is_running() for p in family), 5)


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
    connection.close()
    portal.run(CONFIRM)
    until(lambda: portal.count() > 0)
    for helper in portal.helpers():
        helper.kill()
    until(lambda: portal.count() == 600, 90)
    until(lambda: len(portal.mail.letters) == 600, 90)
    assert len(set(portal.mail.recipients)) == 600


def test_long_paper_is_printed_whole_though_printer_and_worker_are_killed(portal):
    connection.close()
    portal.run(PRINT)

    def job() -> Any:
        return portal.rows("SELECT state, done, tries, pages FROM events_printjob")[0]

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
    assert job() == ("done", 76, 1, 76)  # nothing was done twice
    until(lambda: not any(process.is_running() for process in before), 20)
    pieces = portal.rows("SELECT content FROM events_printpart ORDER BY number")
    content = b"".join(bytes(piece) for (piece,) in pieces)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert [f"kính mời: Sở {n}." in " ".join(pages) for n in range(76)] == [True] * 76
    until(lambda: not printers(), 20)  # its memory is given back


def test_nobody_is_left_when_the_server_is_killed(portal):
    family = portal.family()
    assert portal.helpers() <= set(family)
    portal.process.kill()
    until(lambda: not any(p.is_running() for p in family), 20)
