"""The contest that a ceremony launches."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.fields import LineField


class Contest(models.Model):
    """A contest in one of its editions."""

    name = LineField(_("name"), max_length=300)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "edition"],
                name="events_contest_edition",
                violation_error_message=_("This edition of the contest already exists."),
            ),
            models.CheckConstraint(
                condition=models.Q(edition__gte=1),
                name="events_contest_edition_from_1",
                violation_error_message=_("The edition is counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.name}” ({self.year})"
