"""The rules of a contest (thể lệ), a version for each decision."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField, MarkdownField
from events.models.content.publication import Publication
from events.ordering import Ordered, unique_position


class Rules(Publication):
    """The rules as one decision promulgates them."""

    decision = LineField(
        _("number of the decision"), max_length=60, help_text=_("As in “16/QĐ-BTCCT”.")
    )
    decided_on = models.DateField(_("day of the decision"))
    decided_by = LineField(_("decided by"), max_length=300, blank=True)
    in_force_from = models.DateField(
        _("in force from"),
        null=True,
        blank=True,
        help_text=_("Empty: from the day of the decision."),
    )
    changes = LinesField(
        _("what this version changes"),
        blank=True,
        printed=False,
        help_text=_("In one or two sentences."),
    )
    eligibility = MarkdownField(_("who may enter"), blank=True, help_text=_("Markdown."))
    submission = MarkdownField(_("what to hand in"), blank=True, help_text=_("Markdown."))

    class Meta:
        verbose_name = _("rules of the contest")
        verbose_name_plural = _("rules of the contest")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "decision", "decided_on"],
                name="events_rules_decision",
                violation_error_message=_("The rules of this decision exist already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} ({self.decided_on:%d/%m/%Y})"


class RulesArticle(Ordered):
    """An article (điều); its number is its position."""

    rules = models.ForeignKey(Rules, on_delete=models.CASCADE, related_name="articles")
    heading = LineField(_("heading"), max_length=300, help_text=_("Without “Điều 1.”."))
    text = MarkdownField(_("text"), help_text=_("Markdown."))

    class Meta(Ordered.Meta):
        verbose_name = _("article of the rules")
        verbose_name_plural = _("articles of the rules")
        constraints = [unique_position("rules", "events_rulesarticle_position")]

    def __str__(self) -> str:
        return f"Điều {self.position}. {self.heading}"


class ContestField(Ordered):
    """A field (lĩnh vực) in which one can enter."""

    rules = models.ForeignKey(Rules, on_delete=models.CASCADE, related_name="contest_fields")
    name = LineField(_("field of the contest"), max_length=300)
    description = LinesField(_("description"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("field of the contest")
        verbose_name_plural = _("fields of the contest")
        constraints = [unique_position("rules", "events_contestfield_position")]

    def __str__(self) -> str:
        return self.name


class Criterion(Ordered):
    """What entries are judged by, and how many points it gives at most."""

    class Judge(models.TextChoices):
        COUNCIL = "council", _("council")
        COMMUNITY = "community", _("vote of the community")

    rules = models.ForeignKey(Rules, on_delete=models.CASCADE, related_name="criteria")
    judge = models.CharField(_("judged by"), max_length=9, choices=Judge, default=Judge.COUNCIL)
    name = LineField(_("criterion"), max_length=300)
    points = models.PositiveSmallIntegerField(
        _("points at most"), validators=[MinValueValidator(1)]
    )
    explanation = LinesField(_("how the points are given"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            unique_position("rules", "events_criterion_position"),
            models.CheckConstraint(condition=Q(points__gte=1), name="events_criterion_points"),
        ]

    def __str__(self) -> str:
        return self.name


class Prize(Ordered):
    """A kind of prize."""

    rules = models.ForeignKey(Rules, on_delete=models.CASCADE, related_name="prizes")
    name = LineField(_("prize"), max_length=200, help_text=_("As in “Giải Nhất”."))
    count = models.PositiveSmallIntegerField(
        _("number of prizes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    amount = models.PositiveBigIntegerField(_("each, in đồng"), null=True, blank=True)
    description = LinesField(_("description"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        constraints = [
            unique_position("rules", "events_prize_position"),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(count__gte=1), name="events_prize_count"
            ),
        ]

    def __str__(self) -> str:
        return self.name
