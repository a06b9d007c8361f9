"""The server sends letters by itself, starts who sends again, and ends with nobody left."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import pypdf
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from events.documents import print_jobs
from events.models import Event, Letter, PrintJob, PrintPart
from registrations.documents.invitations import all_invitations
from registrations.importing import read_list
from registrations.models import ImportDraft, Registration
from registrations.services import import_jobs
from tests import migrated_database
from tests.factories import PlanFactory, make_invitation, make_registration, make_seating
from tests.mail_server import MailServer, mail_server
from tests.scratch_portal import ROOT, free_port

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Portal:
    process: "subprocess.Popen[str]"
    mail: MailServer

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def helpers(self) -> set[psutil.Process]:
        """Return the grandchildren: who sends, imports and does the daily work."""
        children = psutil.Process(self.process.pid).children()
        return {grandchild for child in children for grandchild in child.children()}

    def told(self, name: str) -> list[str]:
        """Return the mailboxes that got letters, of those whose name begins so."""
        return [mailbox for mailbox in self.mail.recipients if mailbox.startswith(name)]


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.05)


@contextmanager
def served(mail: MailServer) -> Iterator[Portal]:
    """Serve the test database, and send to a mail server."""
    address = urlsplit(migrated_database.server_url())
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}")),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
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
        yield Portal(process, mail)
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()


class Servers:
    """One server after the other: a test has that of the test before it, if it still runs."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.portal: Portal | None = None

    def running(self) -> Portal:
        if self.portal is None or self.portal.process.poll() is not None:
            self.stack.close()
            self.portal = self.stack.enter_context(served(self.stack.enter_context(mail_server())))
        return self.portal


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(stack)


@pytest.fixture
def portal(transactional_db: None, servers: Servers) -> Portal:
    """The portal with all its workers, and a mail server."""
    portal = servers.running()
    until(lambda: len(portal.helpers()) == 3)
    return portal


@pytest.fixture
def event(portal: Portal) -> Event:
    return make_seating(public_seats=1000).event


def test_letters_are_sent_and_the_sender_is_started_again(portal: Portal, event: Event) -> None:
    for number in range(3):
        make_registration(event, email=f"dai-bieu-{number}@example.vn")
    until(lambda: len(portal.told("dai-bieu-")) == 3)
    before = portal.helpers()
    for helper in before:
        helper.kill()
    for number in range(3, 5):
        make_registration(event, email=f"dai-bieu-{number}@example.vn")
    until(lambda: len(portal.told("dai-bieu-")) == 5)
    until(lambda: len(portal.helpers()) == 3)
    assert not portal.helpers() & before
    assert len(set(portal.told("dai-bieu-"))) == 5


def test_the_keeper_is_started_again_when_it_is_killed(portal: Portal) -> None:
    keeper = next(
        child for child in psutil.Process(portal.process.pid).children() if child.children()
    )
    before = portal.helpers()
    keeper.kill()
    psutil.wait_procs([keeper, *before], 30)
    until(lambda: len(portal.helpers()) == 3)
    assert not portal.helpers() & before


def test_lists_are_imported_though_who_imports_is_killed(portal: Portal, event: Event) -> None:
    mailboxes = [f"thu{n}@example.vn" for n in range(0, 220, 5)]  # in every part of the list
    lines = [f"Lê Thử {n};Sở;{'' if n % 5 else f'thu{n}@example.vn'}" for n in range(220)]
    file = io.BytesIO("\n".join(["Họ tên;Đơn vị;Email", *lines]).encode())
    draft = ImportDraft.objects.create(
        event=event,
        user=User.objects.create_user("thu"),
        kind="delegates",
        file_name="ds.csv",
        content=read_list(file, "delegates").as_dict(),
    )
    assert import_jobs.confirm(draft)
    until(Registration.objects.exists)
    for helper in portal.helpers():
        helper.kill()
    assert Registration.objects.count() < 220
    until(lambda: Registration.objects.count() == 220)
    until(lambda: not Letter.objects.waiting().exists())
    assert sorted(portal.told("thu")) == sorted(mailboxes)


def test_long_paper_is_printed_whole_though_printer_and_worker_are_killed(
    portal: Portal, event: Event
) -> None:
    PlanFactory(event=event)
    for number in range(76):
        make_invitation(event, organisation=f"Sở {number}", quota=1)
    print_jobs.ask(User.objects.create_user("thu"), all_invitations(event))

    def job() -> Any:
        return PrintJob.objects.values_list("state", "done", "tries", "pages").get()

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
    pieces = PrintPart.objects.order_by("number").values_list("content", flat=True)
    content = b"".join(bytes(piece) for piece in pieces)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert [f"kính mời: Sở {n}." in " ".join(pages) for n in range(76)] == [True] * 76
    until(lambda: not printers(), 20)  # its memory is given back


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGKILL])
def test_nobody_is_left_when_the_server_ends(portal: Portal, order: signal.Signals) -> None:
    family = portal.family()
    assert portal.helpers() <= set(family)
    portal.process.send_signal(order)
    assert portal.process.wait(20) == (0 if order == signal.SIGTERM else -order)
    seconds = 5 if order == signal.SIGTERM else 20
    until(lambda: not any(p.is_running() for p in family), seconds)
