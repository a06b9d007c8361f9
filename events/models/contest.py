"""The contest that a ceremony launches."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, MarkdownField


class Contest(models.Model):
    """A contest in one of its editions."""

    name = LineField(_("name"), max_length=300)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    year = models.PositiveSmallIntegerField(_("year"))
    about = MarkdownField(
        _("why this contest"),
        blank=True,
        printed=False,
        help_text=_("Markdown; on the home page."),
    )
    about_en = MarkdownField(_("why this contest, in English"), blank=True, printed=False)

    # what its feeds name things by, wherever the portal stands
    feeds_id = models.UUIDField(default=uuid.uuid4, editable=False)

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
