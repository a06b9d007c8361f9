"""Who acts and from where: told to the database in front of each statement that writes.

It goes in the same message, so it costs no round trip, and is forgotten with the transaction.
Nothing is imported here that needs Django's models: `manage.py` begins with it.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

WRITING = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


@dataclass
class Actor:
    """A user, an office, a command: `way` as `AuditEntry.Way`; never a secret, never a delegate.

    `user` is asked when something is written: None, or who is signed in.
    """

    way: str
    source: str = ""  # a shortened network address, or the name of a command
    who: str = ""
    user: Callable[[], Any] = lambda: None

    def values(self) -> dict[str, Any]:
        """Return the columns of an entry that tell of it."""
        user = self.user()
        who = (user.get_full_name() or user.get_username()) if user else self.who
        key = user.pk if user else None
        return {"user": key, "who": who[:300], "way": self.way, "source": self.source[:100]}


_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current() -> Actor | None:
    """Return who acts in this thread; None where nobody has said so."""
    return _current.get()


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Let what is written inside be recorded as done by this one."""
    token = _current.set(actor)
    try:
        yield actor
    finally:
        _current.reset(token)


@contextmanager
def on_behalf_of(user: Any) -> Iterator[None]:
    """Let what the worker does inside be recorded as ordered by this user."""
    here = current()
    if here is None or here.user() is not None:
        yield
        return
    with acting(Actor(here.way, here.source, user=lambda: user)):
        yield


def act_as(way: str, who: str) -> None:
    """Tell who is behind the secret link that this request came through."""
    if actor := current():
        actor.way, actor.who, actor.user = way, who, lambda: None


def watch(connection: Any, **_kwargs: Any) -> None:
    """Let each new connection of Django tell who acts."""
    if connection.vendor == "postgresql" and _told not in connection.execute_wrappers:
        connection.execute_wrappers.append(_told)


def _told(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    actor = current()
    if (
        actor is None
        or many
        or not isinstance(sql, str)
        or not WRITING.match(sql)
        or getattr(context["cursor"].cursor, "name", None)  # a cursor that stays in the server
    ):
        return execute(sql, params, many, context)
    text = json.dumps(actor.values(), ensure_ascii=False).replace("'", "''")
    if params is not None:
        text = text.replace("%", "%%")
    told = f"SELECT set_config('portal.actor', '{text}', true); "
    return execute(told + sql, params, many, context)
