"""`send_letters [--forever]`: queue the letters whose time has come, and send what is queued."""

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
from events.sending import send_due
from registrations.services import reminders, transitions

PAUSE, PAUSE_IN_TROUBLE = 5, 30  # seconds

log = logging.getLogger(__name__)


def _prepare() -> None:
    """Do what only the clock sets off."""
    transitions.promote_due()
    reminders.queue_due_letters()


class Command(BaseCommand):
    """Do it once, or go on until told to stop; the letter at hand is always finished."""

    help = "Gửi thư đang chờ; với --forever thì chạy liên tục."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="chạy liên tục cho đến khi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["forever"]:
            self._go_on()
            return
        _prepare()
        sent, _trouble = send_due()
        with translation.override("vi"):
            text = ngettext("%(count)d letter was sent.", "%(count)d letters were sent.", sent)
            self.stdout.write(text % {"count": sent})

    def _go_on(self) -> None:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        while not stop.is_set():
            trouble = True
            try:
                _prepare()
                _sent, trouble = send_due(stop.is_set)
            except Exception as error:
                if is_away(error):
                    log.warning("The database is away; letters wait")
                else:
                    log.exception("Letters wait")
            if trouble:
                connection.close()
            stop.wait(PAUSE_IN_TROUBLE if trouble else PAUSE)
