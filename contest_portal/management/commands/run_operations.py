"""`run_operations [--forever]`: do what is due once a day, such as erasing and backing up."""

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from contest_portal.server.gunicorn_settings import PR_SET_PDEATHSIG

if TYPE_CHECKING:
    from contest_portal.models import OperationRun

AT_FIRST = 600  # seconds: a server that has just started has other things to do
PAUSE = 300  # seconds between two looks at what is due

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Do what is due once and tell it, or go on until told to stop."""

    help = "Thực hiện các việc hằng ngày đến hạn; với --forever thì chạy liên tục."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="chạy liên tục cho đến khi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["forever"]:
            _go_on()
            return
        from contest_portal.operations.nightly import BY_NAME

        with translation.override("vi"):
            runs = _do_what_is_due()
            for run in runs:
                self.stdout.write(f"{BY_NAME[run.name].title}: {run.message}")
            if not runs:
                self.stdout.write(_("Nothing is due."))
            if not all(run.succeeded for run in runs):
                raise CommandError(_("Not everything succeeded."))


def _do_what_is_due() -> "list[OperationRun]":
    # not at the top: who only waits for the next look should cost next to nothing
    from contest_portal.operations import mail, nightly

    runs = nightly.run_due()
    mail.backup_late()
    return runs


def _go_on() -> None:
    """Look again and again, each time in a process that ends: its memory goes with it."""
    connection.close()  # not to be shared with those processes
    stop = threading.Event()
    looks = multiprocessing.get_context("fork")
    current: list[multiprocessing.process.BaseProcess] = []

    def end(*_: object) -> None:
        stop.set()
        for process in current:
            if process.pid:
                process.terminate()

    signal.signal(signal.SIGTERM, end)
    pause = AT_FIRST
    while not stop.wait(pause):
        pause = PAUSE
        current[:] = [looks.Process(target=_look, args=(os.getpid(),))]
        current[0].start()
        current[0].join()
        current.clear()


def _look(parent: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # half a backup is taken away
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        return
    try:
        _do_what_is_due()
    except Exception as error:
        from contest_portal.server.worker_loop import report

        report(error, "daily operations", log)
