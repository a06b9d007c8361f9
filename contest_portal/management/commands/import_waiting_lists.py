"""`import_waiting_lists [--forever]`: import the lists that were confirmed in the admin."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import translation
from django.utils.translation import ngettext

from events.database import is_away
from registrations.services import carry_out_waiting

PAUSE, PAUSE_IN_TROUBLE = 2, 30  # seconds

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Do it once, or go on until told to stop; the part at hand is always finished."""

    help = "Nhập các danh sách đã được xác nhận; với --forever thì chạy liên tục."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="chạy liên tục cho đến khi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):  # reasons are kept, and read by organizers
            if options["forever"]:
                self._go_on()
                return
            count = carry_out_waiting()
            text = ngettext("%(count)d list was imported.", "%(count)d lists were imported.", count)
            self.stdout.write(text % {"count": count})

    def _go_on(self) -> None:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        while not stop.is_set():
            trouble = False
            try:
                carry_out_waiting(stop.is_set)
            except Exception as error:
                if is_away(error):
                    log.warning("The database is away; lists wait")
                else:
                    log.exception("Lists wait")
                trouble = True
            if trouble:
                connection.close()
            stop.wait(PAUSE_IN_TROUBLE if trouble else PAUSE)
