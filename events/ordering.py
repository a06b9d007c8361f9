"""Rows that stand in an order under one parent."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


def unique_position(parent: str, name: str) -> models.UniqueConstraint:
    """Return the constraint: one row per position under `parent`, checked at commit.

    Deferrable, so that rows can change places inside one transaction.
    """
    return models.UniqueConstraint(
        fields=[parent, "position"], name=name, deferrable=models.Deferrable.DEFERRED
    )


class Ordered(models.Model):
    """A row with a position, counted from 1."""

    position = models.PositiveSmallIntegerField(_("place in the order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position"]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Leave the position to the database: two rows that swap look double for a moment."""
        super().validate_constraints(exclude={*(exclude or ()), "position"})


def renumber(rows: "models.QuerySet[Ordered]") -> None:
    """Number the rows of one parent 1, 2, 3 … in their present order (ties: older first)."""
    for position, row in enumerate(rows.order_by("position", "pk"), start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
