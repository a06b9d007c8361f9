"""What the list of units tells of their tasks."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import PreparationTask
from events.admin.units import COLUMNS, Column
from events.models import Unit


def _count(tasks: QuerySet[PreparationTask]) -> Coalesce:
    own = tasks.filter(lead_unit=OuterRef("pk")).order_by().values("lead_unit")
    return Coalesce(
        Subquery(own.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()
    )


def with_led(units: QuerySet[Unit]) -> QuerySet[Any]:
    """Count the tasks that each unit leads."""
    return units.annotate(led_count=_count(PreparationTask.objects.all()))


def with_late(units: QuerySet[Unit]) -> QuerySet[Any]:
    """Count those of them that are late."""
    late = PreparationTask.objects.open().filter(due_on__lt=timezone.localdate())
    return units.annotate(late_count=_count(late))


COLUMNS += [
    Column("led_count", _("tasks led"), with_led, lambda unit: str(unit.led_count)),
    Column("late_count", _("tasks late"), with_late, lambda unit: str(unit.late_count)),
]
