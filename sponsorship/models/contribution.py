"""What a sponsor promises, when it is due, and what has come."""

import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.ordering import Ordered, unique_position
from events.vietnamese.amounts import LIMIT
from sponsorship.models.memorandum import Memorandum

AMOUNT = [MinValueValidator(1), MaxValueValidator(LIMIT - 1)]


class Contribution(Ordered):
    """Money, or a thing or service of a stated value; đồng throughout."""

    class Kind(models.TextChoices):
        MONEY = "money", _("money")
        IN_KIND = "in_kind", _("in kind")

    memorandum = models.ForeignKey(
        Memorandum,
        on_delete=models.CASCADE,
        related_name="contributions",
        verbose_name=_("memorandum"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MONEY)
    name = LineField(_("what"), max_length=300, help_text=_("What it is, or what it is for."))
    quantity = models.PositiveIntegerField(
        _("quantity"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    unit = LineField(_("unit"), max_length=50, blank=True)
    amount = models.BigIntegerField(
        _("amount or value (đồng)"),
        null=True,
        blank=True,
        validators=AMOUNT,
        help_text=_("The whole value. Empty while it is not known: the paper leaves a blank."),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            unique_position("memorandum", "sponsorship_contribution_position"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=1, amount__lt=LIMIT),
                name="sponsorship_contribution_amount",
                violation_error_message=_("The amount must be above zero."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=1),
                name="sponsorship_contribution_quantity",
                violation_error_message=_("The quantity must be at least 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def comes_at_once(self) -> bool:
        """Whether its one instalment says no more than itself: all of it, without a day."""
        return [(row.amount, row.due_on) for row in self.instalments.all()] == [(self.amount, None)]


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    """Reads about what is due."""

    def with_received(self) -> Self:
        """Add `received`: the đồng that have come for each."""
        return self.annotate(received=Coalesce(Sum("receipts__amount"), 0))

    def overdue(self, today: datetime.date) -> Self:
        """Return those past their day that have not come in full."""
        signed = Q(contribution__memorandum__status=Memorandum.Status.SIGNED)
        late = self.with_received().filter(signed, due_on__lt=today)
        return late.filter(received__lt=F("amount"))


class Instalment(Ordered):
    """A part of a contribution with its due day (đợt)."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="instalments"
    )
    amount = models.BigIntegerField(_("amount (đồng)"), validators=AMOUNT)
    due_on = models.DateField(_("due day"), null=True, blank=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        constraints = [
            unique_position("contribution", "sponsorship_instalment_position"),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lt=LIMIT),
                name="sponsorship_instalment_amount",
                violation_error_message=_("The amount must be above zero."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Instalment %(number)d")) % {"number": self.position}


class Receipt(models.Model):
    """What has come for an instalment; a slip is set right by a receipt that takes it back."""

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="receipts")
    amount = models.BigIntegerField(_("received (đồng)"))
    received_on = models.DateField(_("received on"))
    note = LineField(_("note"), max_length=300, blank=True)
    takes_back = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_back_by",
        verbose_name=_("takes back"),
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0) & Q(amount__gt=-LIMIT, amount__lt=LIMIT),
                name="sponsorship_receipt_amount",
                violation_error_message=_("The amount must be above zero."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, takes_back__isnull=True)
                | Q(amount__lt=0, takes_back__isnull=False) & ~Q(note=""),
                name="sponsorship_receipt_correction",
                violation_error_message=_("Say in the note why a receipt is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.amount)

    @property
    def is_taken_back(self) -> bool:
        """Whether a later receipt has taken it back."""
        return hasattr(self, "taken_back_by")
