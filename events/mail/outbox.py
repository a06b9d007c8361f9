"""Letters come into the outbox, as rows in the caller's transaction, and are taken out of it.

Rolled back, a letter never existed. `events.mail.sending` sends it.
"""

import datetime
import functools
import json
import operator
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from email.utils import make_msgid
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.mail.kinds import KINDS, why_not
from events.mailboxes import mailbox
from events.models import Event, Letter

# A mailbox gets so many letters in an hour and in a day; what is more waits for its turn.
INSERT = """
INSERT INTO events_letter (
    kind, about, key, details, event_id, until_start, mailbox, message_id, subject, search,
    sending_id, created_at, due_at
) SELECT kind, about, key, details, event_id, until_start, mailbox, message_id, subject, search,
    sending_id, now_at,
    coalesce(CASE WHEN mailbox <> '' THEN (
        SELECT max(due)
        FROM (VALUES (%(most_an_hour)s, interval '1 hour'), (%(most_a_day)s, interval '1 day'))
            AS pace (most, per)
        CROSS JOIN LATERAL (
            SELECT earlier.due_at + per AS due FROM events_letter AS earlier
            WHERE earlier.mailbox = letter.mailbox ORDER BY id DESC OFFSET most - 1 LIMIT 1
        ) AS before
        WHERE due > statement_timestamp()
    ) END, now_at)
FROM jsonb_to_recordset(%(letters)s::jsonb) AS letter (
    kind text, about bigint, key text, details jsonb, event_id bigint, until_start boolean,
    mailbox text, message_id text, subject text, search text, sending_id uuid, now_at timestamptz
) ON CONFLICT (key) DO NOTHING
"""
_paced: ContextVar[bool] = ContextVar("paced", default=False)
_sending: ContextVar["Step | None"] = ContextVar("sending", default=None)


class Unreached(NamedTuple):
    """Who would get a letter of a kind, had they an address."""

    kind: str
    about: int
    event: Event
    name: str


@dataclass(slots=True)
class Step:
    """What a step of a sending tells besides the letters that it queues."""

    key: uuid.UUID
    unreached: list[Unreached] = field(default_factory=list)
    expected: list[Callable[[], Iterable[Letter]]] = field(default_factory=list)


@contextmanager
def paced() -> Iterator[None]:
    """Let the letters that are queued within keep the pace of their mailboxes.

    For what anybody can set off: a stranger may type the address of whom they mean no good.
    """
    token = _paced.set(True)
    try:
        yield
    finally:
        _paced.reset(token)


@contextmanager
def of_sending(key: uuid.UUID) -> Iterator[Step]:
    """Let the letters that are queued or sent again within belong to one sending.

    Its row has to be there when the transaction ends.
    """
    step = Step(key)
    token = _sending.set(step)
    try:
        yield step
    finally:
        _sending.reset(token)


def current_sending() -> uuid.UUID | None:
    """Return to which sending letters belong now."""
    step = _sending.get()
    return step.key if step else None


def unreached(kind: str, about: Any, name: str, *, event: Event) -> None:
    """Tell the step at hand that no letter about a row goes to `name` for want of an address."""
    if step := _sending.get():
        step.unreached.append(Unreached(kind, about.pk, event, name))


def expect(letters: Callable[[], Iterable[Letter]]) -> None:
    """Tell the step at hand which letters the worker will write because of it.

    They are asked for once it is taken; they are not stored, and have their `outlook`.
    """
    if step := _sending.get():
        step.expected.append(letters)


def queue(
    name: str,
    about: Any,
    *,
    event: Event,
    occasion: str = "",
    details: Mapping[str, Any] | None = None,
) -> bool:
    """Put a letter of a kind about a row into the outbox, one for each `occasion`.

    `details` is what cannot be read any more when it is sent. Return whether it was put, in one
    statement and without a lock: of two transactions with one letter, the later waits for the
    earlier. Where it is `paced` and its mailbox has got many, it is put off.
    """
    return bool(_insert([_row(name, about, event, occasion, details or {})]))


def queue_each(
    name: str,
    rows: Iterable[Any],
    *,
    event: Event,
    occasion: str = "",
    details: Mapping[str, Any] | None = None,
) -> int:
    """Put a letter about each of many rows into the outbox, as `queue` does; return how many.

    One statement for all: where they are paced, none of them counts the others.
    """
    return _insert([_row(name, about, event, occasion, details or {}) for about in rows])


def _insert(letters: list[dict[str, Any]]) -> int:
    values: dict[str, str | int] = {
        "letters": json.dumps(letters),
        "most_an_hour": settings.LETTERS_PER_EMAIL,
        "most_a_day": settings.LETTERS_PER_EMAIL_DAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        return int(cursor.rowcount)


def _row(
    name: str, about: Any, event: Event, occasion: str, details: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what `INSERT` takes."""
    kind = KINDS[name]
    recipient = kind.recipient(about)
    host = urlsplit(settings.SITE_URL).hostname or "portal.invalid"
    return {
        "kind": name,
        "about": about.pk,
        "key": "-".join(filter(None, (about_key(kind.noun, about.pk, kind.name), occasion))),
        "details": details,
        "event_id": event.pk,
        "until_start": kind.until_start,
        "mailbox": mailbox(recipient.address) if _paced.get() else "",
        "message_id": make_msgid(domain=host),  # the same at every attempt
        "subject": kind.subject,
        "search": Letter.searched(recipient.greeting, kind.subject, recipient.address),
        "sending_id": str(of) if (of := current_sending()) else None,
        "now_at": timezone.now().isoformat(),
    }


def about_key(noun: str, pk: int, name: str = "") -> str:
    """Return how the keys of letters about a row begin; of one kind, with its name."""
    return f"{noun}-{pk}-{name}"


def withdraw(*prefixes: str, reason: object = "") -> int:
    """Let the letters whose key begins with one of these not be sent if they wait or were refused.

    For what no row can tell later; without a `reason`, a text that may be lazy, another letter
    comes instead. What was sent stays as it is. Return how many.
    """
    begins = functools.reduce(operator.or_, (Q(key__startswith=prefix) for prefix in prefixes))
    return _take_out(begins, reason)


def withdraw_all(name: str, event: Event, *, reason: object = "") -> int:
    """Likewise all letters of a kind about a ceremony."""
    return _take_out(Q(kind=name, event=event), reason)


def _take_out(which: Q, reason: object) -> int:
    unsent = Letter.objects.filter(which, status__in=(Letter.State.WAITING, Letter.State.FAILED))
    with translation.override("vi"):  # organizers read it, whoever sets it off
        why = str(reason or _("Another letter took its place."))
    return unsent.update(status=Letter.State.OVERTAKEN, reason=why)


def forget(
    prefix: str, *, until: datetime.datetime | None = None, event: Event | None = None
) -> int:
    """Wipe out the letters whose key begins so, with what they say of a person; return how many.

    Of all, or only those that were queued `until` then, or are about one ceremony.
    """
    letters = Letter.objects.filter(key__startswith=prefix)
    if until is not None:
        letters = letters.filter(created_at__lte=until)
    if event is not None:
        letters = letters.filter(event=event)
    return letters.delete()[0]


def send_again(letter: Letter) -> bool:
    """Send a letter once more, in the words of now; return whether there will be one.

    What was refused is tried again. Of what was sent a new letter is queued: the old one is kept
    as it went. None is sent that holds no longer, or that has nowhere to go.
    """
    kind = KINDS.get(letter.kind)
    about = kind.rows([letter.about]).get(letter.about) if kind else None
    if kind is None or letter.is_too_late or why_not(kind, about, letter):
        return False
    if letter.state in (Letter.State.FAILED, Letter.State.WAITING):
        now = timezone.now()
        unsent = Letter.objects.filter(pk=letter.pk).exclude(status=Letter.State.SENT)
        # what a worker has in hand is on its way already
        unsent.exclude(in_hand_until__gt=now).update(
            status=Letter.State.WAITING, due_at=now, attempts=0, sending=current_sending()
        )
        return True
    with transaction.atomic():
        withdraw(about_key(kind.noun, letter.about, kind.name))  # pressed twice, it goes once
        return queue(
            letter.kind,
            about,
            event=letter.event,
            occasion=timezone.now().isoformat(),
            details=letter.details,
        )
