"""The hall as it stands: its rows of chairs, the one before the stage first."""

import json
from typing import Any, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.ordering import Ordered, unique_position
from registrations.models.seating import Seat, Seating

ROW_NAME_MAX = 20
CHAIRS_MAX = 200  # in one row


class HallRow(Ordered):
    """A row of chairs, numbered from 1; seats stand on them.

    Migration 0020 keeps a seat on a chair that its own hall has: no row loses a chair or goes
    while a seat stands there.
    """

    ceremony_path = "seating__event"

    seating = models.ForeignKey(
        Seating, on_delete=models.CASCADE, related_name="rows", verbose_name=_("seating")
    )
    name = LineField(
        _("name of the row"), max_length=ROW_NAME_MAX, help_text=_("As “A”, “1” or “VIP”.")
    )
    chairs = models.PositiveSmallIntegerField(
        _("number of chairs"), validators=[MinValueValidator(1), MaxValueValidator(CHAIRS_MAX)]
    )

    class Meta(Ordered.Meta):
        verbose_name = _("row of chairs")
        verbose_name_plural = _("plan of the hall")
        default_permissions = ()  # who may change the seating may change its rows
        constraints = [
            unique_position("seating", "registrations_hallrow_position"),
            models.UniqueConstraint(
                fields=["seating", "name"],
                name="registrations_hallrow_name",
                deferrable=models.Deferrable.DEFERRED,  # two rows may exchange their names
                violation_error_message=_("The hall has a row of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(chairs__gte=1, chairs__lte=CHAIRS_MAX),
                name="registrations_hallrow_chairs",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="registrations_hallrow_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def numbers(self) -> range:
        """Return the numbers of its chairs."""
        return range(1, self.chairs + 1)

    def from_centre(self) -> list[int]:
        """Return the numbers of its chairs by honour: the middle first, then left, right, …"""
        return sorted(
            self.numbers(), key=lambda number: (abs(2 * number - self.chairs - 1), number)
        )


# for statements that are written out because they run in a rush, to go on with WHERE
SEAT_IN_HALL = """
    SELECT jsonb_build_array(to_jsonb(seat), to_jsonb(hallrow), EXISTS (
        SELECT FROM registrations_hallrow JOIN registrations_seating AS seating
            ON seating.id = seating_id
        WHERE seating.event_id = seat.event_id
    ))
    FROM registrations_seat AS seat
    LEFT JOIN registrations_hallrow AS hallrow ON hallrow.id = seat.row_id
"""

Row = TypeVar("Row", bound=models.Model)


def seat_in_hall(found: str) -> Seat:
    """Return the seat that `SEAT_IN_HALL` has found, with all that `whereabouts` tells."""
    columns, row, hall_has_rows = json.loads(found)
    seat = _from_columns(Seat, columns)
    seat.row = _from_columns(HallRow, row) if row else None
    seat.hall_has_rows = hall_has_rows
    return seat


def _from_columns(model: type[Row], columns: dict[str, Any]) -> Row:
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db("default", names, [columns[name] for name in names])
