"""Deeds that change no row: signing in, taking lists along, printing, sending."""

from typing import Any

from django.db.models import Model

from events.audit import actors
from events.models import AuditEntry


def note(act: AuditEntry.Act, words: str = "", about: Model | None = None, **params: Any) -> None:
    """Write a line of the record, in the caller's transaction.

    `words` is a msgid (mark it by `gettext_noop`) into which `params` go when it is read: numbers,
    and names of lists and papers; never people. `about` is the row that it stands with.
    """
    actor = actors.current() or actors.Actor("database")
    values = actor.values()
    AuditEntry.objects.create(
        act=act,
        words=words,
        after={name: _kept(value) for name, value in params.items()} or None,
        table=about._meta.db_table if about is not None else "",
        key=about.pk if about is not None else None,
        user_id=values.pop("user"),
        **values,
    )


def _kept(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)
