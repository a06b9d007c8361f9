"""What a worker does again and again beside the requests, until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable

from django.db import connection

from events.database import is_away

PAUSE_IN_TROUBLE = 30  # seconds


def until_stopped(
    work: Callable[[Callable[[], bool]], bool], *, pause: float, what: str, log: logging.Logger
) -> None:
    """Do the work, wait for `pause` seconds, and so on until SIGTERM.

    `work` is given a function that says whether to stop, and returns whether all is well. Where
    it is not, or an error came up, the connection is made anew and the pause is longer; the log
    says that `what` waits.
    """
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    while not stop.is_set():
        try:
            is_well = work(stop.is_set)
        except Exception as error:
            is_well = False
            report(error, what, log)
        if not is_well:
            connection.close()
        stop.wait(pause if is_well else PAUSE_IN_TROUBLE)


def report(error: Exception, what: str, log: logging.Logger) -> None:
    """Write into the log that `what` waits: in one line where only the database is away."""
    if is_away(error):
        log.warning("The database is away; %s wait", what)
    else:
        log.error("%s wait", what.capitalize(), exc_info=error)
