"""The workers beside the web server: they send letters, do long work, and what is due once a day.

Four processes, forked from the prepared server, so Django is not loaded again: a keeper and one
for each kind of work, so that none waits for another. The keeper does no work but to start again
who dies: a worker, or the embedded PostgreSQL.
"""

import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from contest_portal import embedded_postgres
from contest_portal.server import circuit_breaker
from contest_portal.server.gunicorn_settings import PR_SET_PDEATHSIG
from events.audit.actors import Actor, acting

LOOK = 1  # seconds between two looks at who has died
PAUSE = 5  # seconds before one that died is started again
PATIENCE = 10  # seconds for the letter, or the part of a list, at hand
SIGNALS = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGTTIN", "SIGTTOU", "SIGWINCH")


log = logging.getLogger(__name__)


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
    """Let what is at hand be finished, then end."""
    if not keeper:
        return
    with suppress(ProcessLookupError):
        os.kill(keeper, signal.SIGTERM)
    end = time.monotonic() + PATIENCE
    while runs(keeper):
        if time.monotonic() > end:
            with suppress(ProcessLookupError):
                os.kill(keeper, signal.SIGKILL)
            return
        time.sleep(0.05)


def fork(work: Callable[[], None]) -> int:
    """Start the work in a process of its own, which ends with this one; return it."""
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _alone(work, parent)
    return child


def runs(keeper: int) -> bool:
    """Return whether the process, a child of this one, is alive."""
    if not keeper:
        return False
    try:
        return os.waitpid(keeper, os.WNOHANG) == (0, 0)
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
        circuit_breaker.let_work_take_its_time()
        if os.getppid() == parent:
            work()
        code = 0
    except SystemExit:
        code = 0
    except BaseException:
        log.exception("A worker ended")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _keep() -> None:
    children: dict[int, Callable[[], None]] = {}

    def end(*_: object) -> None:
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
        for child in children:
            with suppress(ChildProcessError):
                os.waitpid(child, 0)
        sys.exit(0)

    keeper = os.getpid()
    due = dict.fromkeys(WORK, 0.0)  # when each is to be started
    while True:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        for work in [work for work, moment in due.items() if moment <= time.monotonic()]:
            child = os.fork()
            if child == 0:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
                _alone(work, keeper)
            children[child] = work
            del due[work]
        signal.signal(signal.SIGTERM, end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        _revive_database()
        time.sleep(LOOK)
        while (died := _died()) is not None:
            if died in children:  # else it was a server of the database that had been revived
                due[children.pop(died)] = time.monotonic() + PAUSE


def _died() -> int | None:
    with suppress(ChildProcessError):
        return os.waitpid(-1, os.WNOHANG)[0] or None
    return None


def _revive_database() -> None:
    if os.environ.get("DATABASE_URL"):
        return
    try:
        if embedded_postgres.revive():
            log.error("The embedded PostgreSQL had died and was started again")
    except embedded_postgres.EmbeddedPostgresError as error:
        log.error("The embedded PostgreSQL has died and cannot be started: %s", error)
        time.sleep(PAUSE)


def _send() -> None:
    from django.core.management import call_command

    with acting(Actor("worker", "send_letters")):
        call_command("send_letters", forever=True)


def _do_long_work() -> None:
    from django.core.management import call_command

    with acting(Actor("worker", "do_long_work")):
        call_command("do_long_work", forever=True)


def _operate() -> None:
    from django.core.management import call_command

    with acting(Actor("worker", "run_operations")):
        call_command("run_operations", forever=True)


WORK = (_send, _do_long_work, _operate)
