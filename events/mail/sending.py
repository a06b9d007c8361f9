"""The worker's part of the outbox: letters are composed and handed to the mail server, each once.

A worker takes a letter by writing down until when it has it in hand, in a transaction of its own:
nobody else sees it as due, and no row is locked while the mail server answers. Who dies in between
leaves the letter to the next worker, with the same Message-ID.
"""

import datetime
import logging
import re
import smtplib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message as EmailPart
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import Error, connection, transaction
from django.db.models import Case, Count, F, Max, Min, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _

from events.database import is_away
from events.mail.kinds import Composed, Overtaken, composed, looked_up
from events.mailboxes import is_one_address
from events.models import Letter
from events.models.letter import ERRORS

LEASE = datetime.timedelta(minutes=10)  # longer than any talk with the mail server lasts
LONGEST_PAUSE = 30  # minutes between two attempts
STANDS_STILL = datetime.timedelta(minutes=15)
MARK_ATTEMPTS = 60
AT_A_TIME = 500  # letters
TEXT_ATTEMPTS = 5  # in a quarter of an hour
POLICY = re.compile(rb"\b5\.7\.\d|relay|authenticat", re.I)

State = Letter.State


class NoRecipient(Exception):
    """A letter has one recipient, whose address can be written down for a mail server."""


log = logging.getLogger(__name__)


def send_due(stopped: Callable[[], bool] = lambda: False) -> tuple[int, bool]:
    """Send what is due; return how many letters went out, and whether the server gives trouble."""
    if not settings.MAIL_SERVER:
        note_overtaken()
        return 0, False
    sent = 0
    server = get_connection()
    try:
        while not stopped() and (letter := _take()) is not None:
            try:
                message, now = _message(letter)
                if not Letter.objects.waiting().filter(pk=letter.pk).exists():
                    continue  # it was taken back while its files were made
                server.send_messages([message])
            except Overtaken as overtaken:
                _note_overtaken(letter, str(overtaken))
            except Exception as error:
                if is_away(error):
                    raise  # the letter is due again when the lease is over
                with suppress(Exception):
                    server.close()
                _put_back(letter, error)
                if _is_trouble(error):
                    note_overtaken()
                    return sent, True
            else:
                _note_sent(letter, message, now)
                sent += 1
        return sent, False
    finally:
        with suppress(Exception):
            server.close()


def _take() -> Letter | None:
    """Return the next letter, which then is nobody else's as long as the lease lasts."""
    with transaction.atomic():
        due = Letter.objects.due().select_related("event")
        letter = due.select_for_update(skip_locked=True, of=("self",)).first()
        if letter is not None:
            now = timezone.now()
            letter.attempts += 1
            Letter.objects.filter(pk=letter.pk).update(
                in_hand_until=now + LEASE, attempts=letter.attempts, tried_at=now
            )
        return letter


def _message(letter: Letter) -> tuple[EmailMessage, Composed]:
    """Return what goes to the mail server, true until the very end of its making."""
    files: list[MIMEBase] = []
    before, now = None, composed(letter)
    while now != before:  # making a ticket takes a while, in which somebody may be moved
        files = [_part(file.name, file.mimetype, file.make()) for file in now.files]
        before, now = now, composed(letter)
    message = _envelope(letter, now)
    for file in files:
        message.attach(file)
    return message, now


def _envelope(letter: Letter, now: Composed) -> EmailMessage:
    """Return the letter without its files; the sender is the one of today."""
    if not is_one_address(now.recipient.address):
        raise NoRecipient
    message = EmailMultiAlternatives(
        subject=now.text.subject,
        body=now.text.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[now.recipient.address],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": letter.message_id},
    )
    message.attach_alternative(now.text.html, "text/html")
    return message


def _part(name: str, mimetype: str, content: bytes) -> MIMEBase:
    """Return a file as a part of a letter: each parameter of its kind once (RFC 2045, 5545)."""
    kind = EmailPart()
    kind["Content-Type"] = mimetype
    part: MIMEBase
    if kind.get_content_maintype() == "text":
        part = MIMEText(content.decode(), kind.get_content_subtype(), "utf-8")
    else:
        part = MIMEApplication(content, kind.get_content_subtype())
    for parameter, value in kind.get_params(failobj=[])[1:]:
        part.set_param(parameter, value)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _note_sent(letter: Letter, message: EmailMessage, told: Composed) -> None:
    """Note at once that the server has it, and its words; where the database is away, insist."""
    for attempt in range(1, MARK_ATTEMPTS + 1):
        try:
            with transaction.atomic():
                told.note_sent()  # first, as every service writes the row before its letters
                found = Letter.objects.filter(pk=letter.pk).update(
                    status=State.SENT,
                    in_hand_until=None,
                    sent_at=timezone.now(),
                    sender=message.from_email,
                    recipient=told.recipient.address,
                    subject=told.text.subject,
                    text=told.text.text,
                    html=told.text.html,
                    files=[file.name for file in told.files],
                    search=Letter.searched(
                        told.recipient.greeting, told.text.subject, told.recipient.address
                    ),
                    error="",
                )
                if not found:  # it was erased meanwhile, and nothing is to be noted
                    transaction.set_rollback(True)
        except Error as error:
            if attempt == MARK_ATTEMPTS or not is_away(error):
                raise
            connection.close()
            time.sleep(1)
        else:
            return


def note_overtaken() -> None:
    """Look through what waits while nothing can be sent: what holds no longer waits for nothing."""
    waiting = Letter.objects.filter(status=State.WAITING).order_by("pk")
    last = 0
    while letters := looked_up(waiting.filter(pk__gt=last)[:AT_A_TIME]):
        last = letters[-1].pk
        for letter in letters:
            if letter.outlook and letter.outlook.overtaken:
                _note_overtaken(letter, letter.outlook.overtaken)


def _note_overtaken(letter: Letter, reason: str) -> None:
    Letter.objects.filter(pk=letter.pk, status=State.WAITING).update(
        status=State.OVERTAKEN, reason=reason, in_hand_until=None
    )


def _put_back(letter: Letter, error: Exception) -> None:
    """Try again later, or never where the server refuses this very letter for good."""
    minutes = min(2 ** min(letter.attempts, 10) / 2, LONGEST_PAUSE)
    refused = _is_refused(error, letter)
    found = Letter.objects.filter(pk=letter.pk, status=State.WAITING).update(
        status=State.FAILED if refused else State.WAITING,
        due_at=timezone.now() + datetime.timedelta(minutes=minutes),
        in_hand_until=None,
        error=type(error).__name__,
    )
    if found:  # else it was erased or taken back meanwhile, and nothing is to be noted about it
        log.warning("Letter %s was not sent: %s", letter.pk, type(error).__name__)


def _codes(error: Exception) -> list[int]:
    """Return what the server answered to this very letter, as numbers."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _answer in error.recipients.values()]
    answered = isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused)
    return [error.smtp_code] if answered else []  # type: ignore[attr-defined]


def _is_refused(error: Exception, letter: Letter) -> bool:
    """Return whether there is no use in trying again.

    With a recipient whom nobody knows there is none. With a text, or by the server's policy, only
    after some time, and where it has taken another letter since the attempt before: a server that
    takes no letters at all says the same of each. Faults of ours can be mended.
    """
    if isinstance(error, NoRecipient):
        return True
    codes = _codes(error)
    if not codes or min(codes) < 500 or isinstance(error, smtplib.SMTPSenderRefused):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused) and not _is_policy(error):
        return True
    before = letter.tried_at
    return (
        letter.attempts >= TEXT_ATTEMPTS
        and before is not None
        and Letter.objects.filter(sent_at__gte=before).exists()
    )


def _is_policy(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Return whether the server takes nothing from us, whoever it is for (RFC 3463, X.7)."""
    return any(POLICY.search(answer) for _code, answer in error.recipients.values())


def _is_trouble(error: Exception) -> bool:
    """Return whether the server itself is at fault: then the other letters wait too."""
    return isinstance(error, OSError | smtplib.SMTPException) and not _codes(error)


@dataclass(frozen=True, slots=True)
class Queue:
    """What organizers must know of the outbox."""

    waiting: int
    failed: int
    oldest: datetime.datetime | None
    last_error: str
    due: datetime.datetime | None  # since when the first is to be tried
    tried: datetime.datetime | None  # when a letter was tried last

    @property
    def abandoned(self) -> bool:
        """Whether nobody tries to send what is due: the worker does not run."""
        late = timezone.now() - STANDS_STILL
        is_late = self.due is not None and self.due < late
        return settings.MAIL_SERVER and is_late and (self.tried is None or self.tried < late)

    @property
    def stands_still(self) -> bool:
        """Whether a letter has waited for longer than a letter should."""
        return self.oldest is not None and timezone.now() - self.oldest > STANDS_STILL


def queue_state() -> Queue:
    """Return how the outbox stands, in three statements."""
    letters = Letter.objects.waiting()
    waiting = letters.aggregate(
        waiting=Count("pk"),
        # what keeps the pace of its mailbox begins to wait when its turn has come
        oldest=Min(Case(When(attempts=0, then="due_at"), default=F("created_at"))),
        due=Min("due_at"),
    )
    others = Letter.objects.aggregate(
        failed=Count("pk", filter=Q(status=State.FAILED)), tried=Max("tried_at")
    )
    error = ""
    if not settings.MAIL_SERVER:
        error = _("No mail server is set (EMAIL_URL).")
    elif last := letters.exclude(error="").order_by("-tried_at").first():
        error = in_words(last.error)
    return Queue(**waiting, **others, last_error=error)


def in_words(error: str) -> str:
    """Return what went wrong, for organizers."""
    return str(ERRORS.get(error) or _("The letter could not be sent (%(error)s).")) % {
        "error": error
    }
