"""`run_operations [--forever]`: do what is due once a day, such as erasing and backing up."""

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contest_portal.models import OperationRun
from contest_portal.operations import mail, nightly
from contest_portal.operations.state import proof
from contest_portal.server.gunicorn_settings import PR_SET_PDEATHSIG
from events.database import is_away

AT_FIRST = 600  # seconds: a server that has just started has other things to do
PAUSE = 60  # seconds between two looks

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Do what is due once and tell it, or go on until told to stop."""

    help = "Thực hiện các việc hằng ngày đến hạn; với --forever thì chạy liên tục."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="chạy liên tục cho đến khi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["forever"]:
            self._go_on()
            return
        with translation.override("vi"):
            runs = _do_what_is_due()
            for run in runs:
                self.stdout.write(f"{nightly.BY_NAME[run.name].title}: {run.message}")
            if not runs:
                self.stdout.write(_("Nothing is due."))
            if not all(run.succeeded for run in runs):
                raise CommandError(_("Not everything succeeded."))

    def _go_on(self) -> None:
        stop, worker = threading.Event(), _Worker()

        def end(*_: object) -> None:
            stop.set()
            worker.end()

        signal.signal(signal.SIGTERM, end)
        pause = AT_FIRST
        while not stop.wait(pause):
            pause = PAUSE
            try:
                is_due = bool(nightly.due(timezone.now())) or bool(proof().problem)
            except Exception as error:
                is_due = False
                if is_away(error):
                    log.warning("The database is away; daily operations wait")
                else:
                    log.exception("Daily operations wait")
            connection.close()  # nothing is needed for a minute, and no fork may share it
            if is_due:
                worker.work()


class _Worker:
    """A process for the work at hand: what it takes of memory goes with it."""

    def __init__(self) -> None:
        self.process: multiprocessing.process.BaseProcess | None = None

    def work(self) -> None:
        self.process = multiprocessing.get_context("fork").Process(
            target=_work, args=(os.getpid(),)
        )
        self.process.start()
        self.process.join()
        self.process = None

    def end(self) -> None:
        if self.process is not None:
            self.process.terminate()


def _work(parent: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # half a backup is taken away
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        _do_what_is_due()


def _do_what_is_due() -> list[OperationRun]:
    runs = nightly.run_due()
    mail.backup_late()
    return runs
