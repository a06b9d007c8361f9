"""What is done before the day."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models import Event
from events.ordering import Ordered, unique_position


class PreparationTask(Ordered):
    """A task before the ceremony, with who answers for it and by when."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("not begun")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,
        related_name="preparation_tasks",
        verbose_name=_("ceremony"),
    )
    content = LinesField(_("content"))
    lead_unit = LineField(_("lead unit"), max_length=300, blank=True)
    coordinating_units = LineField(_("coordinating units"), max_length=500, blank=True)
    due_on = models.DateField(_("due day"), null=True, blank=True)
    deliverable = LineField(_("deliverable"), max_length=500, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.PLANNED)
    percent = models.PositiveSmallIntegerField(
        _("percent done"), default=0, validators=[MaxValueValidator(100)]
    )

    class Meta(Ordered.Meta):
        verbose_name = _("preparation task")
        verbose_name_plural = _("preparation tasks")
        constraints = [
            unique_position("event", "agenda_preparationtask_position"),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="agenda_preparationtask_percent",
                violation_error_message=_("Percent done is a number from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(percent=100),
                name="agenda_preparationtask_done",
                violation_error_message=_("A task that is done is done to 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.content if len(self.content) <= 80 else f"{self.content[:79]}…"


class Preparation(Event):
    """A ceremony, seen as its preparation: the page on which the tasks are edited."""

    class Meta:
        proxy = True
        verbose_name = _("preparation")
        verbose_name_plural = _("preparations")
