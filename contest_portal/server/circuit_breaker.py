"""No page waits for a database that does not answer, and never do all threads wait at once.

PostgreSQL's own timeouts (`TIMEOUTS`) end what is slow, but a server that is frozen ends nothing.
So the driver waits through `CircuitBreaker.wait`: where an answer takes longer than `PATIENCE`,
another connection asks whether the server is there at all. If it is not, the circuit is open: who
waits is released and who comes is refused at once, but for one who asks again from time to time.
If it is, the statement may go on; longer than `LONG` in all threads of a process but one, which is
left for pages that need no such lock.
"""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db.backends.signals import connection_created
from psycopg2 import extensions

PATIENCE = 1.5  # seconds until it is asked whether the server is there
PROBE = 2.0  # seconds for the answer to that
PAUSE = 1.0  # seconds between two such questions
LONG = 3.0  # seconds that all threads of a process may wait; then it is all but one,
BRIEF = 1.0  # and who comes while so many wait has this many seconds
LOOK = 0.1  # seconds between two looks at the clock
LONGEST = 25.0  # seconds for any statement of a page, a little more than PostgreSQL gives it
TIMEOUTS = {
    "statement_timeout": "20s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}


class Unanswered(psycopg2.OperationalError):
    """The database gave no answer in time."""


class CircuitBreaker:
    """The patience of one process, of which `threads` answer pages; forked ones have their own."""

    def __init__(self, threads: int = 2) -> None:
        self.waiting = threading.BoundedSemaphore(max(1, threads - 1))
        self.asking = threading.Lock()
        self.is_open = False
        self.asked_at = 0.0
        self.longest: float | None = LONGEST
        self.own = threading.local()  # the deadline of a block, per thread

    # What the driver calls

    def wait(self, connection: Any) -> None:
        """Wait until the statement at hand is answered; raise `Unanswered` where it will not be."""
        started = time.monotonic()
        deadline = getattr(self.own, "deadline", None)
        long = False
        if deadline is None and self.is_open:
            self._ask(connection)
        try:
            while (state := connection.poll()) != extensions.POLL_OK:
                if _is_ready(connection.fileno(), state):
                    continue
                now = time.monotonic()
                if deadline is not None:
                    if now > deadline:
                        raise Unanswered("no answer in time")
                    continue
                waited = now - started
                if waited > PATIENCE:
                    self._ask(connection)
                if self.longest is not None:
                    long = self._wait_longer(waited, long)
        finally:
            if long:
                self.waiting.release()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let all statements of the block together take no longer."""
        self.own.deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            del self.own.deadline

    # Who waits long

    def _wait_longer(self, waited: float, long: bool) -> bool:
        """Return whether this thread has one of the places for who waits long; or raise."""
        if waited > (self.longest or 0):
            raise Unanswered("no answer for too long")
        if not long and waited > BRIEF and (waited > LONG or self._is_crowded()):
            if not self.waiting.acquire(blocking=False):
                raise Unanswered("too many wait already")
            return True
        return long

    def _is_crowded(self) -> bool:
        free = self.waiting.acquire(blocking=False)
        if free:
            self.waiting.release()
        return not free

    # Whether the server is there

    def _ask(self, connection: Any) -> None:
        """Raise where the server is not there; one thread asks, the others go by what it found."""
        if self.asking.acquire(blocking=False):
            try:
                if time.monotonic() - self.asked_at > PAUSE:
                    self.is_open = not self._answers(connection)
                    self.asked_at = time.monotonic()
            finally:
                self.asking.release()
        if self.is_open:
            raise Unanswered("the database is not there")

    def _answers(self, connection: Any) -> bool:
        try:
            with self.within(PROBE):
                parameters = connection.info.dsn_parameters
                probe = psycopg2.connect(**parameters, password=connection.info.password)
                try:
                    probe.cursor().execute("SELECT 1")
                finally:
                    probe.close()
        except Unanswered:
            return False
        except psycopg2.Error:  # it answers, if only to say no
            return True
        return True


def _is_ready(descriptor: int, state: int) -> bool:
    poller = select.poll()
    poller.register(descriptor, select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
    return bool(poller.poll(LOOK * 1000))


breaker = CircuitBreaker()


def install(threads: int) -> None:
    """Guard all connections of this process, and of those that are forked from it."""
    global breaker
    breaker = CircuitBreaker(threads)
    extensions.set_wait_callback(breaker.wait)
    connection_created.connect(set_timeouts)


def let_work_take_its_time() -> None:
    """For a process that answers no pages: only a server that is not there is a reason to stop."""
    breaker.longest = None
    connection_created.disconnect(set_timeouts)


def set_timeouts(connection: Any, **_kwargs: Any) -> None:
    """Give each new connection of Django the timeouts of a page."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET {name} = '{value}'" for name, value in TIMEOUTS.items()))
