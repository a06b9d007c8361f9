"""A list that was read and waits for the organizer's word, and how far its import has come."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.models import Event, Sending

KEPT = datetime.timedelta(hours=1)
SILENCE = datetime.timedelta(seconds=20)  # after it, nobody seems to be at work


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    """Reads about lists that wait."""

    def with_age(self) -> Self:
        """Add `since`, from when the hour counts: the upload, then the organizer's word."""
        return self.annotate(since=Coalesce("confirmed_at", "created_at"))

    def outdated(self) -> Self:
        """Return those that nobody may look at any more; they hold personal data."""
        return self.with_age().filter(since__lt=timezone.now() - KEPT)

    def fresh(self) -> Self:
        """Return those that can still be seen and imported."""
        return self.with_age().filter(since__gte=timezone.now() - KEPT)

    def under_way(self) -> Self:
        """Return those that are to be imported, or are being imported, first come first."""
        return self.filter(confirmed_at__isnull=False, finished_at__isnull=True).order_by(
            "confirmed_at", "pk"
        )


class ImportDraft(models.Model):
    """The rows of an uploaded list, as its user saw them; kept for an hour.

    `done` of `total` entries were dealt with; `left` tells of those that could not be imported
    after all, as [[place in the rows, outcome, message], …]. A finished draft keeps only the rows
    that were left out.
    """

    unrecorded = "what becomes of a list are rows"

    class Kind(models.TextChoices):
        DELEGATES = "delegates", _("delegates")
        INVITATIONS = "invitations", _("invitations")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    file_name = LineField(max_length=200)
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    silently = models.BooleanField(default=False)
    sending = models.ForeignKey(Sending, on_delete=models.SET_NULL, null=True, related_name="+")
    deadline = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=list)
    failure = models.TextField(default="")

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded list")
        verbose_name_plural = _("uploaded lists")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["delegates", "invitations"]),
                name="registrations_draft_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="registrations_draft_done"
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(confirmed_at__isnull=False),
                name="registrations_draft_finished",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def imported(self) -> int:
        """How many entries were imported so far."""
        return self.done - len(self.left)

    def is_stalled(self) -> bool:
        """Return whether the import waits, and nobody has been at work for a while."""
        if self.confirmed_at is None or self.finished_at is not None:
            return False
        last = timezone.now() - SILENCE
        return (
            self.confirmed_at < last
            and not ImportDraft.objects.filter(worked_at__gte=last).exists()
        )
