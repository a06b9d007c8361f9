"""What joins rooms that know nothing of each other, and what the portal did by itself."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from contest_portal.admin.security.models import (  # noqa: F401  (tables of this app)
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    WorkSession,
)
from events.fields import LineField
from events.ordering import Ordered, unique_position
from sponsorship.models import Memorandum


class Signing(Ordered):
    """A memorandum that is signed during an item of the programme."""

    ceremony_path = "item__event"

    item = models.ForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="signings", verbose_name=_("agenda item")
    )
    memorandum = models.ForeignKey(
        Memorandum,
        on_delete=models.CASCADE,
        related_name="signings",
        verbose_name=_("memorandum of understanding"),
    )
    signer_a = LineField(
        _("signs for side A"),
        max_length=300,
        blank=True,
        help_text=_("Empty: the representative whom the memorandum names."),
    )
    signer_b = LineField(_("signs for side B"), max_length=300, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("signing")
        verbose_name_plural = _("signings")
        constraints = [
            unique_position("item", "contest_portal_signing_position"),
            models.UniqueConstraint(
                fields=["memorandum"],
                name="contest_portal_signing_once",
                violation_error_message=_("This memorandum is signed in another item already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.memorandum)

    def clean(self) -> None:
        """Refuse a memorandum of another ceremony."""
        if self.item_id and self.memorandum_id and self.item.event_id != self.memorandum.event_id:
            raise ValidationError({"memorandum": _("This memorandum belongs to another ceremony.")})


class SigningItem(AgendaItem):
    """An item of the programme, seen as the signing that happens during it."""

    class Meta:
        proxy = True
        ordering = ["position"]
        verbose_name = _("signing on stage")
        verbose_name_plural = _("signings on stage")


class OperationRun(models.Model):
    """That an operation was carried out: added when it begins, touched once more when it ends.

    A run that died has no end; whoever looks next finds it so.
    """

    unrecorded = "a record of its own"

    name = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    succeeded = models.BooleanField(null=True)
    message = models.TextField(default="")  # one line, in Vietnamese, about no person
    backup_at = models.DateTimeField(null=True)  # the moment that a backup made or proved is of

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("daily operation")
        verbose_name_plural = _("daily operations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True, succeeded__isnull=True)
                | models.Q(finished_at__isnull=False, succeeded__isnull=False),
                name="contest_portal_run_ends_with_an_outcome",
            )
        ]
        indexes = [models.Index(fields=["name", "-started_at"], name="contest_portal_run_latest")]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"
