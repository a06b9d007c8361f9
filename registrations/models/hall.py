"""The hall as it stands: its rows of chairs, the one before the stage first."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.ordering import Ordered, unique_position
from registrations.models.seating import ROW_NAME_MAX, Seating

CHAIRS_MAX = 200  # in one row


class HallRow(Ordered):
    """A row of chairs, numbered from 1. Seats name it by its name."""

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
