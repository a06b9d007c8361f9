"""Letters in the outbox: what sets one off, and what was sent.

While it waits a letter is no text: its kind (`events.mail.kinds`) makes the words when it is sent.
"""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event, ahead
from events.models.sending import Sending
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


class LetterQuerySet(models.QuerySet["Letter"]):
    """Reads about letters."""

    def waiting(self, now: datetime.datetime | None = None) -> Self:
        """Return those that are still to be sent: the ceremony has not begun."""
        in_time = Q(until_start=False) | ahead(now or timezone.now(), "event__")
        return self.filter(in_time, status=Letter.State.WAITING)

    def overtaken(self, now: datetime.datetime | None = None) -> Self:
        """Return those that were not sent and are not sent any more."""
        begun = Q(status=Letter.State.WAITING, until_start=True)
        begun &= ~ahead(now or timezone.now(), "event__")
        return self.filter(begun | Q(status=Letter.State.OVERTAKEN))

    def told(self) -> Self:
        """Return those that were sent or still are to be."""
        return self.filter(status__in=(Letter.State.WAITING, Letter.State.SENT))

    def due(self, now: datetime.datetime | None = None) -> Self:
        """Return those to send now, in the order in which they are due."""
        now = now or timezone.now()
        nobodys = Q(in_hand_until__isnull=True) | Q(in_hand_until__lte=now)
        # who was put off waits behind who was not
        return self.waiting(now).filter(nobodys, due_at__lte=now).order_by("due_at", "pk")


class Letter(models.Model):
    """A letter, queued once for its occasion (`key`); its words are kept as they were sent."""

    ceremony_path = ""  # mail is of the portal
    outlives_parent = True
    unrecorded = "the outbox is a record of its own"

    class State(models.TextChoices):
        WAITING = "waiting", _("to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("refused")
        OVERTAKEN = "overtaken", _("no longer needed")

    kind = models.CharField(max_length=60, editable=False)  # a key of `events.mail.KINDS`
    about = models.BigIntegerField(editable=False)  # the primary key of the row it is about
    key = models.CharField(_("occasion"), max_length=200, editable=False)
    details = models.JSONField(default=dict, editable=False)  # what no row tells any more
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="+", verbose_name=_("ceremony")
    )
    # the step of an organizer that wrote it, or sent it again last
    sending = models.ForeignKey(
        Sending, on_delete=models.SET_NULL, null=True, related_name="letters", editable=False
    )
    until_start = models.BooleanField(default=True, editable=False)
    # whose pace the letter keeps; "" for what organizers and the day itself give cause to
    mailbox = models.CharField(max_length=254, default="", editable=False)
    message_id = models.CharField(max_length=255, editable=False)
    subject = models.TextField(_("subject line"), editable=False)
    search = models.TextField(editable=False)  # of whom it speaks to; see `searched`
    created_at = models.DateTimeField(_("written at"), editable=False)

    status = models.CharField(
        max_length=10, choices=State.choices, db_default=State.WAITING, editable=False
    )
    due_at = models.DateTimeField(editable=False)
    in_hand_until = models.DateTimeField(null=True, editable=False)  # of a worker
    attempts = models.PositiveIntegerField(db_default=0, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    error = models.CharField(max_length=100, db_default="", editable=False)  # of the last attempt
    reason = models.TextField(db_default="", editable=False)  # why it is no longer needed

    # as it was sent
    sent_at = models.DateTimeField(null=True, editable=False)
    sender = models.TextField(db_default="", editable=False)
    recipient = models.CharField(max_length=254, db_default="", editable=False)
    text = models.TextField(db_default="", editable=False)
    html = models.TextField(db_default="", editable=False)
    files = models.JSONField(db_default=[], editable=False)  # their names

    # no column: what becomes of one that was not sent, see `events.mail.looked_up`
    outlook: Any = None

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="events_letter_key_once"),
            models.CheckConstraint(
                condition=~Q(status="sent")
                | (Q(sent_at__isnull=False) & ~Q(recipient="") & ~Q(text="")),
                name="events_letter_sent_is_kept",
            ),
        ]
        indexes = [
            # letters about one thing begin alike
            models.Index(
                fields=["key"], name="events_letter_key_begins", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["about", "kind"], name="events_letter_about"),
            models.Index(
                fields=["mailbox", "id"], condition=~Q(mailbox=""), name="events_letter_pace"
            ),
            models.Index(
                fields=["due_at", "id"], condition=Q(status="waiting"), name="events_letter_due"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @staticmethod
    def searched(greeting: str, subject: str, address: str) -> str:
        """Return what a letter is found by: whom it speaks to, its subject, its address."""
        return fold(f"{greeting} {subject} {address}")

    @property
    def is_too_late(self) -> bool:
        """Whether the ceremony has begun, and the letter was of use before it only."""
        return self.until_start and self.event.has_begun()

    @property
    def state(self) -> State:
        """Where the letter stands."""
        waits = self.status == self.State.WAITING
        if waits and (self.is_too_late or (self.outlook and self.outlook.overtaken)):
            return self.State.OVERTAKEN
        return self.State(self.status)
