"""The worker's part of the outbox: letters are handed to the mail server, each once.

A worker takes a letter by putting off its next attempt, in a transaction of its own: nobody else
sees it as due, and no row is locked while the mail server answers. Who dies in between leaves the
letter to the next worker, with the same Message-ID.

The sender of django-post-office would not do. It takes a batch under a lock in a file, so one
machine only, and marks it when all of it is through: who dies in between sends all of it twice.
It tries a refused recipient and an absent server alike, so often and no more; it does not look
again whether a letter still holds; and its files must have been stored with the letter.
"""

import datetime
import logging
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
from django.core.mail import EmailMessage, get_connection
from django.db import Error, connection, transaction
from django.db.models import Case, Count, F, Max, Min, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from post_office.models import STATUS, Email, Log

from events.database import is_away
from events.mail import ATTACHMENTS, Attachment
from events.mailboxes import is_one_address
from events.models import Letter
from events.models.letter import ERRORS

LEASE = datetime.timedelta(minutes=10)  # longer than any talk with the mail server lasts
LONGEST_PAUSE = 30  # minutes between two attempts
STANDS_STILL = datetime.timedelta(minutes=15)
MARK_ATTEMPTS = 60
TEXT_ATTEMPTS = 5  # in a quarter of an hour


class NoRecipient(Exception):
    """A letter has one recipient, whose address can be written down for a mail server."""


log = logging.getLogger(__name__)


def send_due(stopped: Callable[[], bool] = lambda: False) -> tuple[int, bool]:
    """Send what is due; return how many letters went out, and whether the server gives trouble."""
    if not settings.MAIL_SERVER:
        return 0, False
    sent = 0
    server = get_connection()
    try:
        while not stopped() and (letter := _take()) is not None:
            try:
                message = _message(letter)
                if not Letter.objects.waiting().filter(pk=letter.pk).exists():
                    continue  # it was taken back while its files were made
                server.send_messages([message])
            except Exception as error:
                if is_away(error):
                    raise  # the letter is due again when the lease is over
                with suppress(Exception):
                    server.close()
                _put_back(letter, error)
                if _is_trouble(error):
                    return sent, True
            else:
                _mark_sent(letter)
                sent += 1
        return sent, False
    finally:
        with suppress(Exception):
            server.close()


def _take() -> Letter | None:
    """Return the next letter, which then is nobody else's as long as the lease lasts."""
    with transaction.atomic():
        # the state stands in the row of the parent: it must be locked to be seen as it is now
        due = Letter.objects.due().select_for_update(skip_locked=True, of=("self", "email_ptr"))
        letter = due.first()
        if letter is not None:
            letter.number_of_retries = (letter.number_of_retries or 0) + 1
            Letter.objects.filter(pk=letter.pk).update(
                status=STATUS.requeued,
                scheduled_time=timezone.now() + LEASE,
                number_of_retries=letter.number_of_retries,
            )
        return letter


def _message(letter: Letter) -> EmailMessage:
    message: EmailMessage = letter.prepare_email_message()
    message.extra_headers.pop("Expires", None)  # post_office writes it without a year
    message.from_email = settings.DEFAULT_FROM_EMAIL  # of today, not of when it was written
    # the column parts what a quoted comma holds together
    if len(message.to) != 1 or not is_one_address(message.to[0]):
        raise NoRecipient
    for name, key in letter.attachment_keys:
        file = ATTACHMENTS[name](key)
        if file is not None:
            message.attach(_part(file))
    return message


def _part(file: Attachment) -> MIMEBase:
    """Return a file as a part of a letter: each parameter of its kind once (RFC 2045, 5545)."""
    kind = EmailPart()
    kind["Content-Type"] = file.mimetype
    part: MIMEBase
    if kind.get_content_maintype() == "text":
        text = file.content.decode()
        part = MIMEText(text, kind.get_content_subtype(), "utf-8")
    else:
        part = MIMEApplication(file.content, kind.get_content_subtype())
    for name, value in kind.get_params(failobj=[])[1:]:
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part


def _mark_sent(letter: Letter) -> None:
    """Note at once that the server has it; where the database is away just now, insist."""
    for attempt in range(1, MARK_ATTEMPTS + 1):
        try:
            Email.objects.filter(pk=letter.pk).update(
                status=STATUS.sent,
                last_updated=timezone.now(),
                from_email=settings.DEFAULT_FROM_EMAIL,
            )
        except Error as error:
            if attempt == MARK_ATTEMPTS or not is_away(error):
                raise
            connection.close()
            time.sleep(1)
        else:
            return


def _put_back(letter: Letter, error: Exception) -> None:
    """Try again later, or never where the server refuses this very letter for good."""
    minutes = min(2 ** min(letter.number_of_retries or 1, 10) / 2, LONGEST_PAUSE)
    refused = _is_refused(error, letter.number_of_retries or 1)
    status = STATUS.failed if refused else STATUS.requeued
    with transaction.atomic():
        found = Letter.objects.filter(pk=letter.pk).update(
            status=status,
            scheduled_time=timezone.now() + datetime.timedelta(minutes=minutes),
            last_updated=timezone.now(),
        )
        if not found:
            return  # it was erased meanwhile, and nothing is to be noted about it
        Log.objects.create(
            email_id=letter.pk,
            status=STATUS.failed,
            exception_type=type(error).__name__,
            message=str(error)[:1000],
        )
    log.warning("Letter %s was not sent: %s", letter.pk, type(error).__name__)


def _codes(error: Exception) -> list[int]:
    """Return what the server answered to this very letter, as numbers."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _answer in error.recipients.values()]
    answered = isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused)
    return [error.smtp_code] if answered else []  # type: ignore[attr-defined]


def _is_refused(error: Exception, attempts: int) -> bool:
    """Return whether there is no use in trying again.

    With a recipient who is refused there is none; with a text only after some time, for a server
    that takes no letters at all says the same of each. Faults of ours can be mended.
    """
    if isinstance(error, NoRecipient):
        return True
    codes = _codes(error)
    if not codes or min(codes) < 500 or isinstance(error, smtplib.SMTPSenderRefused):
        return False
    return isinstance(error, smtplib.SMTPRecipientsRefused) or attempts >= TEXT_ATTEMPTS


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
        oldest=Min(
            Case(
                When(status=STATUS.queued, then=Coalesce("scheduled_time", "created")),
                default=F("created"),
            )
        ),
        due=Min(Coalesce("scheduled_time", "created")),
    )
    others = Letter.objects.aggregate(
        failed=Count("pk", filter=Q(status=STATUS.failed)),
        tried=Max("last_updated", filter=~Q(status=STATUS.queued)),
    )
    error = ""
    if not settings.MAIL_SERVER:
        error = _("No mail server is set (EMAIL_URL).")
    elif (
        last := Log.objects.filter(status=STATUS.failed, email__in=letters).order_by("-pk").first()
    ):
        error = in_words(last.exception_type)
    return Queue(**waiting, **others, last_error=error)


def in_words(error: str) -> str:
    """Return what went wrong, for organizers."""
    return str(ERRORS.get(error) or _("The letter could not be sent (%(error)s).")) % {
        "error": error
    }
