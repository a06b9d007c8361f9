"""`send_letters [--forever]`: queue the letters whose time has come, and send what is queued."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import ngettext

from agenda.services import reminders as preparation
from contest_portal.server.worker_loop import until_stopped
from events.mail.sending import send_due
from registrations.services import reminders, transitions

PAUSE = 5  # seconds

log = logging.getLogger(__name__)


def _prepare() -> None:
    """Do what only the clock sets off."""
    transitions.promote_due()
    reminders.queue_due_letters()
    preparation.queue_due_letters()


def _work(stopped: Callable[[], bool]) -> bool:
    _prepare()
    _sent, trouble = send_due(stopped)
    return not trouble


class Command(BaseCommand):
    """Do it once, or go on until told to stop; the letter at hand is always finished."""

    help = "Gửi thư đang chờ; với --forever thì chạy liên tục."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="chạy liên tục cho đến khi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["forever"]:
            until_stopped(_work, pause=PAUSE, what="letters", log=log)
            return
        _prepare()
        sent, _trouble = send_due()
        with translation.override("vi"):
            text = ngettext("%(count)d letter was sent.", "%(count)d letters were sent.", sent)
            self.stdout.write(text % {"count": sent})
