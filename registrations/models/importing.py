"""A list that was read and waits for the organizer's word."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.models import Event

KEPT = datetime.timedelta(hours=1)


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    """Reads about lists that wait."""

    def outdated(self) -> Self:
        """Return those that nobody may import any more; they hold personal data."""
        return self.filter(created_at__lt=timezone.now() - KEPT)

    def fresh(self) -> Self:
        """Return those that can still be imported."""
        return self.filter(created_at__gte=timezone.now() - KEPT)


class ImportDraft(models.Model):
    """The rows of an uploaded list, as its user saw them; kept for an hour."""

    class Kind(models.TextChoices):
        DELEGATES = "delegates", _("delegates")
        INVITATIONS = "invitations", _("invitations")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    file_name = LineField(max_length=200)
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded list")
        verbose_name_plural = _("uploaded lists")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["delegates", "invitations"]),
                name="registrations_draft_kind",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
