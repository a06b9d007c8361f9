"""The mail server hangs, resets, refuses; then it is well again, and every letter comes once."""

import time
from collections import Counter
from contextlib import ExitStack

from tests.faults.portal import FaultyPortal
from tests.faults.report import Report
from tests.faults.visitors import visitors
from tests.mail_server import MailServer, answering
from tests.scratch_portal import free_port

SECONDS = 12  # of each trouble
WAITING = "SELECT count(*) FROM events_letter WHERE status IN ('waiting', 'failed')"
DUE_NOW = """
from django.utils import timezone
from events.models import Letter
Letter.objects.waiting().update(due_at=timezone.now())
"""  # as the next half hour would


def environment(held: ExitStack) -> tuple[dict[str, str], MailServer]:
    """Return what the portal is told, and a mail server that answers while `held` is open."""
    server = MailServer(free_port())
    held.enter_context(answering(server))
    return {
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "EMAIL_FROM": "btc@hop-thu.example",
    }, server


def run(report: Report, portal: FaultyPortal, server: MailServer) -> None:
    """Let people register through each trouble, and count the letters in the end."""
    for turn, (name, trouble) in enumerate(TROUBLES.items()):
        server.on_data, server.on_recipient = (lambda _to: None), (lambda _to: None)
        server.breaks_off_after = None
        trouble(server)
        with visitors(portal, clients=2, first=turn * 100_000) as crowd:
            time.sleep(SECONDS)
        report.tell(
            f"the mail server {name} for {SECONDS} s", f"{len(crowd.told)} register meanwhile"
        )
        report.promise(len(crowd.told) > 10, f"registering while the mail server {name}")
    server.on_data, server.on_recipient = (lambda _to: None), (lambda _to: None)
    server.breaks_off_after = None
    end = time.monotonic() + 240
    while portal.rows(WAITING) != [(0,)] and time.monotonic() < end:
        portal.shell(DUE_NOW)
        time.sleep(5)
    _count(report, portal, server)


def _count(report: Report, portal: FaultyPortal, server: MailServer) -> None:
    rows = portal.rows("SELECT message_id FROM events_letter")
    sent = Counter(str(letter["Message-ID"]) for letter in server.letters)
    lost = [name for (name,) in rows if name not in sent]
    doubled = [name for name, times in sent.items() if times > 1]
    report.tell("letters written, lost, doubled", f"{len(rows)}, {len(lost)}, {len(doubled)}")
    report.promise(not lost, f"{len(lost)} letters")
    report.promise(not doubled, f"{len(doubled)} letters came twice")


def _hang(server: MailServer) -> None:
    server.on_data = lambda _to: time.sleep(40) or "451 too late"  # type: ignore[func-returns-value]


def _reset(server: MailServer) -> None:
    server.breaks_off_after = 0


def _refuse(server: MailServer) -> None:
    server.on_recipient = lambda _to: "451 4.3.0 not now"


TROUBLES = {"refuses": _refuse, "resets connections": _reset, "hangs": _hang}
