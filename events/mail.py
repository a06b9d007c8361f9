"""The outbox: a letter is a row, written in the caller's transaction; `events.sending` sends it.

Rolled back, the letter never existed. A letter is composed from a text of its own, whose first
line is the subject, and a frame shared by all (`events/mail/letter.txt`, `letter.html`).
"""

import datetime
import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Q
from django.db.models.expressions import RawSQL
from django.template.loader import render_to_string
from django.utils import timezone, translation
from post_office.models import PRIORITY, STATUS, Email

from events.mailboxes import mailbox
from events.models import Event, Letter
from events.vietnamese.advertising import unlinked
from events.vietnamese.text import clean


@dataclass(frozen=True, slots=True)
class Text:
    """A letter as it is read."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes
    mimetype: str


# Who makes a file, by name; given a key it returns the file, or None where there is none any more.
ATTACHMENTS: dict[str, Callable[[int], Attachment | None]] = {}


# A mailbox gets so many letters in an hour and in a day; what is more waits for its turn.
PACE = """(
    SELECT max(due)
    FROM (VALUES (%s, interval '1 hour'), (%s, interval '1 day')) AS pace (most, per)
    CROSS JOIN LATERAL (
        SELECT coalesce(email.scheduled_time, email.created) + per AS due
        FROM events_letter JOIN post_office_email AS email ON email.id = email_ptr_id
        WHERE mailbox = %s ORDER BY email_ptr_id DESC OFFSET most - 1 LIMIT 1
    ) AS before
    WHERE due > statement_timestamp()
)"""
_paced: ContextVar[bool] = ContextVar("paced", default=False)


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


def compose(template: str, context: Mapping[str, Any]) -> Text:
    """Return a letter in Vietnamese. The frame uses `greeting`, `facts`, `link`, `contact`.

    Whatever was typed is written as it is stored: a line stays a line.
    """
    with translation.override("vi"):
        own = render_to_string(template, dict(context)).strip()
        subject, _end, body = own.partition("\n")
        values = {
            **context,
            "subject": clean(subject),
            "greeting": clean(context["greeting"]),
            "paragraphs": [clean(part) for part in body.split("\n\n") if part.strip()],
            "facts": [
                (label, unlinked(clean(value))) for label, value in context["facts"] if value
            ],
        }
        return Text(
            subject=values["subject"],
            text=render_to_string("events/mail/letter.txt", values).strip() + "\n",
            html=render_to_string("events/mail/letter.html", values),
        )


def queue(
    *,
    key: str,
    event: Event,
    to: str,
    letter: Text,
    attachments: Iterable[tuple[str, int]] = (),
    until_start: bool = True,
    until: datetime.datetime | None = None,
) -> bool:
    """Put a letter into the outbox, unless one with this key is there; return whether it was put.

    `until_start`: once the ceremony has begun it is not sent any more; nor after `until`. Needs
    no lock: of two transactions with one key, the later waits for the earlier. Where it is `paced`
    and its mailbox has got many, it is put off.
    """
    host = urlsplit(settings.SITE_URL).hostname or "portal.invalid"
    whose = mailbox(to) if _paced.get() else ""
    limits = [settings.LETTERS_PER_EMAIL, settings.LETTERS_PER_EMAIL_DAY, whose]
    row = Letter(
        key=key,
        event=event,
        until_start=until_start,
        expires_at=until,
        mailbox=whose,
        scheduled_time=RawSQL(PACE, limits, DateTimeField()) if whose else None,  # noqa: S611
        attachment_keys=[list(attachment) for attachment in attachments],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        subject=letter.subject,
        message=letter.text,
        html_message=letter.html,
        headers={"Auto-Submitted": "auto-generated"},
        message_id=make_msgid(domain=host),  # the same at every attempt
        status=STATUS.queued,
        priority=PRIORITY.medium,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if Letter.objects.filter(key=key).exists():
            return False
        raise
    return True


def withdraw(*prefixes: str) -> int:
    """Let the letters whose key begins with one of these hold no longer: what waits is not sent.

    What was sent stays as it is, but is not sent again either. Return how many.
    """
    now = timezone.now()
    begins = functools.reduce(operator.or_, (Q(key__startswith=prefix) for prefix in prefixes))
    return Letter.objects.unexpired(now).filter(begins).update(expires_at=now)


def rewrite(prefix: str, text_of: Callable[[str], Text], *, attachment: tuple[str, int]) -> int:
    """Let what waits and brings that file say what holds now; return how many letters.

    `text_of` composes a letter from the rest of its key. What a worker has in its hands already
    goes out as it was.
    """
    waiting = Letter.objects.waiting().filter(
        key__startswith=prefix, attachment_keys__contains=[list(attachment)]
    )
    found = list(waiting.values_list("pk", "key"))
    for pk, key in found:
        text = text_of(key.removeprefix(prefix))
        Email.objects.filter(pk=pk).update(
            subject=text.subject, message=text.text, html_message=text.html
        )
    return len(found)


def readdress(prefix: str, *, to: str) -> int:
    """Let what waits go to another address, or nowhere where there is none; return how many."""
    letters = Letter.objects.waiting().filter(key__startswith=prefix).exclude(to=to)
    return letters.update(to=[to]) if to else withdraw(prefix)


def forget(
    prefix: str, *, until: datetime.datetime | None = None, event: Event | None = None
) -> int:
    """Wipe out the letters whose key begins so, with what they say of a person; return how many.

    Of all, or only those that were queued `until` then, or are about one ceremony.
    """
    letters = Letter.objects.filter(key__startswith=prefix)
    if until is not None:
        letters = letters.filter(created__lte=until)
    if event is not None:
        letters = letters.filter(event=event)
    return letters.delete()[1].get("events.Letter", 0)


def send_again(letter: Letter) -> bool:
    """Put a letter back into the queue, unless what it says holds no longer."""
    if not letter.holds:
        return False
    Letter.objects.filter(pk=letter.pk).update(
        status=STATUS.queued,
        scheduled_time=None,
        number_of_retries=0,
        last_updated=timezone.now(),
    )
    return True
