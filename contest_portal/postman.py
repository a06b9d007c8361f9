"""The worker that sends letters, beside the web server and as long as that lives.

Two processes, forked from the prepared server, so Django is not loaded again: a keeper, which
does nothing but wait, and the one that sends, which the keeper starts again when it dies.
"""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress

from contest_portal.gunicorn import PR_SET_PDEATHSIG

PAUSE = 5  # seconds before one that died is started again
PATIENCE = 10  # seconds for the letter at hand
SIGNALS = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGTTIN", "SIGTTOU", "SIGWINCH")


def call(listeners: Iterable[int]) -> int:
    """Start the keeper, which needs none of the server's sockets; return its process."""
    server = os.getpid()
    keeper = os.fork()
    if keeper == 0:
        for number in listeners:
            os.close(number)
        _alone(_keep, server)
    return keeper


def dismiss(keeper: int) -> None:
    """Let the letter at hand be finished, then end."""
    if not keeper:
        return
    with suppress(ProcessLookupError):
        os.kill(keeper, signal.SIGTERM)
    end = time.monotonic() + PATIENCE
    while _runs(keeper):
        if time.monotonic() > end:
            with suppress(ProcessLookupError):
                os.kill(keeper, signal.SIGKILL)
            return
        time.sleep(0.05)


def _runs(process: int) -> bool:
    try:
        return os.waitpid(process, os.WNOHANG) == (0, 0)
    except ChildProcessError:  # the server has collected it already
        return False


def _alone(work: Callable[[], None], parent: int) -> None:
    """Do the work in this forked process, and never return into the parent's code."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        for name in SIGNALS:  # the server decides; Ctrl-C of a terminal reaches everybody
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        for name in ("SIGTERM", "SIGCHLD"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        if os.getppid() == parent:
            work()
        code = 0
    except SystemExit:
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _keep() -> None:
    child = 0

    def end(*_: object) -> None:
        if child:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGTERM)
                os.waitpid(child, 0)
        sys.exit(0)

    keeper = os.getpid()
    while True:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        child = os.fork()
        if child == 0:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            _alone(_send, keeper)
        signal.signal(signal.SIGTERM, end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        with suppress(ChildProcessError):
            os.waitpid(child, 0)
        child = 0
        time.sleep(PAUSE)


def _send() -> None:
    from django.core.management import call_command

    call_command("send_letters", forever=True)
