"""The rules of a contest (thể lệ), a version for each decision."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField, MarkdownField
from events.models.content.publication import Publication, PublicationQuerySet
from events.ordering import Ordered, unique_position
from events.vietnamese import dates
from events.vietnamese.names import fold


class RulesQuerySet(PublicationQuerySet):
    """Reads about rules."""

    def newest_first(self) -> Self:
        """Return them by the day from which they are in force, then by that of the decision."""
        day = Coalesce("in_force_from", "decided_on")
        return self.order_by(day.desc(nulls_first=True), F("decided_on").desc(), "-pk")

    def of(self, contest_id: int | None) -> Self:
        """Return the versions of a contest that everybody may see, the newest first."""
        return self.public().filter(contest_id=contest_id or 0).newest_first()


class Rules(Publication):
    """The rules as one decision promulgates them.

    A draft may still wait for its decision; what has been handed over to the public is frozen by
    triggers until it is withdrawn.
    """

    decision = LineField(
        _("number of the decision"),
        max_length=60,
        blank=True,
        help_text=_("As in “16/QĐ-BTCCT”; needed before the rules are published."),
    )
    decided_on = models.DateField(_("day of the decision"), null=True, blank=True)
    decided_by = LineField(
        _("promulgated by"),
        max_length=300,
        blank=True,
        help_text=_("As in “Ban Tổ chức Cuộc thi”."),
    )
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
    # in addresses: 16-qd-btcct-24-01-2025; None while there is no decision
    slug = models.SlugField(max_length=80, null=True, editable=False)  # noqa: DJ001  (unique)

    objects = RulesQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("rules of the contest")
        verbose_name_plural = _("rules of the contest")
        ordering = [F("decided_on").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "slug"],
                name="events_rules_decision",
                violation_error_message=_("The rules of this decision exist already."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(slug__isnull=False),
                name="events_rules_decided",
            ),
        ]

    def __str__(self) -> str:
        if not self.slug or self.decided_on is None:
            return str(_("Rules without a decision yet"))
        return f"{self.decision} ({dates.short(self.decided_on)})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it with its address."""
        self.slug = self._slug()
        super().save(*args, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Look at the address too, which stands in no form."""
        self.slug = self._slug()
        super().validate_constraints(exclude={*(exclude or ())} - {"slug"})

    def _slug(self) -> str | None:
        number = slugify(fold(self.decision).replace("/", "-"))[:60]
        return f"{number}-{self.decided_on:%d-%m-%Y}" if number and self.decided_on else None

    @property
    def in_force_since(self) -> datetime.date | None:
        """The day from which it is in force; None while there is no decision."""
        return self.in_force_from or self.decided_on

    @property
    def is_frozen(self) -> bool:
        """Whether it was handed over to the public, now or at its hour."""
        return self.published_at is not None


@dataclass(frozen=True)
class Shelf:
    """The public versions of a contest: the one in force, those to come, those of before."""

    current: Rules | None
    coming: Sequence[Rules]  # the next first
    former: Sequence[Rules]  # the last first

    @classmethod
    def of(cls, contest_id: int | None, today: datetime.date) -> Self:
        """Return them in one statement."""
        every = list(Rules.objects.of(contest_id))
        begun = [rules for rules in every if rules.in_force_since <= today]
        coming = [rules for rules in reversed(every) if rules.in_force_since > today]
        return cls(begun[0] if begun else None, coming, begun[1:])

    @property
    def shown(self) -> Rules | None:
        """The version to show first: in force, else the next to come."""
        return self.current or (self.coming[0] if self.coming else None)

    @property
    def every(self) -> list[Rules]:
        """All, the newest first."""
        current = [self.current] if self.current else []
        return [*reversed(self.coming), *current, *self.former]

    def before(self, rules: Rules) -> Rules | None:
        """Return the version that this one follows."""
        every = self.every
        older = every[every.index(rules) + 1 :] if rules in every else []
        return older[0] if older else None


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
