"""`do_long_work [--forever]`: import confirmed lists and print long papers, beside the requests."""

import logging
import os
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import translation
from django.utils.translation import ngettext

from contest_portal.server import workers
from contest_portal.server.worker_loop import until_stopped
from events.documents import print_jobs
from events.models import PrintJob
from registrations.services import import_jobs

PAUSE = 2  # seconds
PARTS_OF_A_PRINTER = 10  # then another takes over, and the memory is given back
NICENESS = 5  # requests go first

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Do it once, or go on until told to stop; the part of a list at hand is always finished."""

    help = "Nhập các danh sách đã được xác nhận và in các tệp dài; với --forever thì chạy liên tục."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="chạy liên tục cho đến khi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):  # reasons are kept, and read by organizers
            if options["forever"]:
                self._go_on()
                return
            lists = import_jobs.carry_out_waiting()
            print_jobs.forget_outdated()
            parts = print_jobs.work_off()
            text = ngettext("%(count)d list was imported.", "%(count)d lists were imported.", lists)
            self.stdout.write(text % {"count": lists})
            text = ngettext("%(count)d part was printed.", "%(count)d parts were printed.", parts)
            self.stdout.write(text % {"count": parts})

    def _go_on(self) -> None:
        printer = Printer()

        def work(stopped: Callable[[], bool]) -> bool:
            def interrupted() -> bool:
                printer.tend()  # a long list does not keep papers waiting
                return stopped()

            print_jobs.forget_outdated()
            import_jobs.carry_out_waiting(interrupted)
            return True

        until_stopped(work, pause=PAUSE, what="lists and long papers", log=log)


class Printer:
    """A process that prints while there is something to print, and ends with this one.

    What lays out pages takes much memory and never gives it back; while nobody prints, it is not
    there.
    """

    process = 0

    def tend(self) -> None:
        """Start it where papers wait and it does not run. Not inside of a transaction."""
        if self._runs() or not PrintJob.objects.fresh().under_way().exists():
            return
        connections.close_all()  # a connection belongs to one process
        self.process = workers.fork(_print)

    def _runs(self) -> bool:
        if self.process and os.waitpid(self.process, os.WNOHANG) == (0, 0):
            return True
        self.process = 0
        return False


def _print() -> None:
    os.nice(NICENESS)
    print_jobs.work_off(most=PARTS_OF_A_PRINTER)
    connections.close_all()
