"""The days of a contest."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models.contest import Contest


class Milestone(models.Model):
    """A day of the contest, or a time from one day to another."""

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("contest")
    )
    title = LineField(_("milestone"), max_length=200)
    title_en = LineField(_("milestone in English"), max_length=200, blank=True, printed=False)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: only the one day.")
    )
    description = LinesField(_("description"), blank=True)
    description_en = LinesField(_("description in English"), blank=True, printed=False)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="events_milestone_days",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
