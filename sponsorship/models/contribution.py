"""What a sponsor promises, when it is due, and what has come."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.ordering import Ordered, unique_position
from events.vietnamese.amounts import LIMIT
from sponsorship.models.memorandum import Memorandum

DONG = models.BigIntegerField()
MOST = 10**12 - 1  # so that sums, too, stay within what can be written in words
AMOUNT = [
    MinValueValidator(1, _("The amount must be above zero.")),
    MaxValueValidator(MOST, _("The amount must be below 1,000 billion đồng.")),
]


class Contribution(Ordered):
    """Money, or a thing or service of a stated value; đồng throughout."""

    ceremony_path = "memorandum__event"

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
    # The same contribution in its first version: what came under earlier versions counts.
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
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


def _sum(rows: models.QuerySet[Any]) -> Coalesce:
    """Return the sum of the amounts of rows that belong to the row outside."""
    total = rows.order_by().values(one=Value(1)).annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(total), 0, output_field=DONG)


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    """Reads about what is due."""

    def with_received(self) -> Self:
        """Add `received`: the đồng that have come for each.

        What came for the contribution under earlier versions fills its instalments in their order.
        """
        here = OuterRef("contribution__pk")
        first = Coalesce(OuterRef("contribution__origin"), here)
        carried = Receipt.objects.filter(
            Q(instalment__contribution__origin=first) | Q(instalment__contribution=first),
            instalment__contribution__lt=here,
        )
        before = Instalment.objects.filter(
            contribution=OuterRef("contribution"), position__lt=OuterRef("position")
        )
        left = _sum(carried) - _sum(before)
        own = _sum(Receipt.objects.filter(instalment=OuterRef("pk")))
        return self.annotate(received=own + Greatest(0, Least("amount", left), output_field=DONG))

    def overdue(self, today: datetime.date) -> Self:
        """Return those past their day that have not come in full."""
        signed = Q(contribution__memorandum__status=Memorandum.Status.SIGNED)
        late = self.with_received().filter(signed, due_on__lt=today)
        return late.filter(received__lt=F("amount"))


class Instalment(Ordered):
    """A part of a contribution with its due day (đợt)."""

    ceremony_path = "contribution__memorandum__event"

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


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Reads about what has come."""

    def counting_for(self, instalment: Instalment) -> Self:
        """Return those of an instalment, and those of its contribution under earlier versions."""
        here = instalment.contribution
        first = here.origin_id or here.pk
        same = Q(instalment__contribution__origin=first) | Q(instalment__contribution=first)
        earlier = same & Q(instalment__contribution__lt=here.pk)
        return self.filter(earlier | Q(instalment=instalment)).annotate(
            carried_over=models.Case(models.When(instalment=instalment, then=False), default=True)
        )


class Receipt(models.Model):
    """What has come for an instalment; a slip is set right by a receipt that takes it back."""

    ceremony_path = "instalment__contribution__memorandum__event"

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

    objects = ReceiptQuerySet.as_manager()

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
    def is_carried_over(self) -> bool:
        """Whether it came under an earlier version; known of receipts `counting_for` one."""
        return bool(getattr(self, "carried_over", False))

    @property
    def is_taken_back(self) -> bool:
        """Whether a later receipt has taken it back."""
        return hasattr(self, "taken_back_by")
