"""A letter in the outbox.

Of django-post-office are its table of e-mails, which a `Letter` extends (sender, `to`, subject,
both texts, headers, Message-ID, status, attempts, `scheduled_time`, `expires_at`), the `Log` of
failed attempts, and the making of the message (`prepare_email_message`). Queue, pace, sender,
retries, files and admin are ours; `events.sending` says why. Its templates, attachments,
priorities, `cc` and `bcc` are not in use.
"""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS, Email

from events.models.event import Event, ahead
from events.vietnamese.names import fold

# how the server's answers are told to people; by the name of the exception
ERRORS = {
    "SMTPRecipientsRefused": _("The mail server does not know or refuses this recipient."),
    "SMTPDataError": _("The mail server refused the text of the letter."),
    "SMTPSenderRefused": _("The mail server refused the sender's address."),
    "SMTPAuthenticationError": _("The mail server refused user name or password."),
    "SMTPServerDisconnected": _("The mail server broke off the connection."),
    "SMTPConnectError": _("The mail server does not take letters now."),
    "ConnectionRefusedError": _("The mail server cannot be reached."),
    "TimeoutError": _("The mail server did not answer in time."),
    "NoRecipient": _("No letter can be sent to this address."),
    "ValueError": _("No letter can be sent to this address."),
    "gaierror": _("The name of the mail server is not known."),
    "SSLCertVerificationError": _("The certificate of the mail server is not valid."),
}


UNSENT = (STATUS.queued, STATUS.requeued)


class LetterQuerySet(models.QuerySet["Letter"]):
    """Reads about letters."""

    def unexpired(self, now: datetime.datetime) -> Self:
        """Return those that were neither withdrawn nor outlived what they say."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))

    def waiting(self, now: datetime.datetime | None = None) -> Self:
        """Return those that are still to be sent: they hold, the ceremony has not begun."""
        now = now or timezone.now()
        in_time = Q(until_start=False) | ahead(now, "event__")
        return self.unexpired(now).filter(in_time, status__in=UNSENT)

    def withdrawn(self, now: datetime.datetime | None = None) -> Self:
        """Return those that were not sent and are not sent any more."""
        now = now or timezone.now()
        too_late = Q(expires_at__lte=now) | (Q(until_start=True) & ~ahead(now, "event__"))
        return self.filter(too_late, status__in=UNSENT)

    def due(self, now: datetime.datetime | None = None) -> Self:
        """Return those to send now, in the order in which they are due."""
        now = now or timezone.now()
        at_once = Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=now)
        due = Coalesce("scheduled_time", "created")  # who was put off waits behind who was not
        return self.waiting(now).filter(at_once).order_by(due, "pk")


class Letter(Email):
    """An e-mail in the outbox, with what makes sure that it is queued once and in time.

    Its files are not kept: `attachment_keys` names them, and they are made when it is sent. After
    `expires_at` it holds no longer; a letter that is withdrawn expires at once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("refused")
        WITHDRAWN = "withdrawn", _("no longer needed")

    key = models.CharField(_("occasion"), max_length=200, editable=False)
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="+", verbose_name=_("ceremony")
    )
    until_start = models.BooleanField(default=True, editable=False)
    attachment_keys = models.JSONField(default=list, editable=False)  # [[name, key], …]
    search = models.TextField(default="", editable=False)  # computed on save
    # whose pace the letter keeps; "" for what organizers and the day itself give cause to
    mailbox = models.CharField(max_length=254, default="", editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["key"], name="events_letter_key_once")]
        indexes = [
            # letters about one thing begin alike, and are looked for under the lock of the seats
            models.Index(
                fields=["key"], name="events_letter_key_begins", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["mailbox", "email_ptr"],
                condition=~Q(mailbox=""),
                name="events_letter_mailbox",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save as it is: a strange address is the mail server's to refuse."""
        self.search = fold(f"{self.greeting} {self.subject}")
        models.Model.save(self, *args, **kwargs)

    @property
    def greeting(self) -> str:
        """The first line of the letter: to whom it speaks."""
        return str(self.message).partition("\n")[0].rstrip(",")

    @property
    def holds(self) -> bool:
        """Whether what the letter says is still of use: not expired, the ceremony not begun."""
        expired = self.expires_at is not None and self.expires_at <= timezone.now()
        return not expired and not (self.until_start and self.event.has_begun())

    @property
    def state(self) -> State:
        """Where the letter stands."""
        if self.status == STATUS.sent:
            return self.State.SENT
        if self.status == STATUS.failed:
            return self.State.FAILED
        return self.State.WAITING if self.holds else self.State.WITHDRAWN
