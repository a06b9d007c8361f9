"""Passwords are hashed for few at a time, and so often for who asks.

A hash takes a third of a second of a processor, by intention. Whoever sends passwords in floods
would take every worker from those who register. So here, where every way to a password ends, it is
counted who asks, and in all processes together one is hashed after the other, while few wait.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection, transaction

from events.web import throttle

# Advisory locks of PostgreSQL: the turn, and the places of those who have it or wait for it. Who
# has signed in from the same browser before has places that no stranger takes.
LOCKS = 6_215_031
TURN, SLOTS, KNOWN_SLOTS = 0, (1, 2, 3), (4, 5)
LONGEST_WAIT = 3.0  # seconds for the turn
A_MOMENT = 0.03  # seconds until it is tried again; not in PostgreSQL, whose waits are for others


class Asker(NamedTuple):
    """For whom a request is counted, and whether a place is kept for whoever it is."""

    deeds: tuple[throttle.Deed, ...]
    is_known: bool


# tells who sent the request that this thread answers; None in commands
asker: ContextVar[Callable[[], Asker] | None] = ContextVar("asker", default=None)


class CountedHasher(PBKDF2PasswordHasher):
    """Hashes as Django does, a few at a time. Raises `TooMany`, `Busy`."""

    def encode(self, password: Any, salt: Any, iterations: int | None = None) -> str:
        """Return the hash; whoever checks a password comes through here as well."""
        ask = asker.get()
        if ask is None:
            return super().encode(password, salt, iterations)
        with _turn(ask()):
            return super().encode(password, salt, iterations)


@contextmanager
def _turn(who: Asker) -> Iterator[None]:
    """Wait for the turn, for which so few wait that it comes soon.

    Who has asked too often takes no place from others; who gets no place is not counted.
    """
    throttle.check_each(*who.deeds)
    with transaction.atomic():
        if not any(_take(slot) for slot in (KNOWN_SLOTS if who.is_known else SLOTS)):
            raise throttle.Busy
        ended = time.monotonic() + LONGEST_WAIT
        while not _take(TURN):
            if time.monotonic() > ended:
                raise throttle.Busy
            time.sleep(A_MOMENT)
        # only now: the row of the counter stays locked until the transaction ends
        throttle.hit_each(*who.deeds)
        yield


def _take(lock: int) -> bool:
    """Take a lock until the transaction ends, unless another one has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, lock])
        return bool(cursor.fetchone()[0])
