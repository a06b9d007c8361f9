"""A version of the rules with all its parts, and what is computed of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from django.db.models import prefetch_related_objects
from django.utils import translation

from events.models.content.rules import ContestField, Criterion, Prize, Rules, RulesArticle

PARTS = ("articles", "contest_fields", "criteria", "prizes")


@dataclass(frozen=True)
class Judged:
    """The criteria of one judge and the sum of their points."""

    label: str  # who judges
    criteria: Sequence[Criterion]

    @property
    def points(self) -> int:
        """At most so many."""
        return sum(criterion.points for criterion in self.criteria)


@dataclass(frozen=True)
class Reading:
    """What one version says; what is not filled in is empty."""

    rules: Rules
    articles: Sequence[RulesArticle]
    contest_fields: Sequence[ContestField]
    judged: Sequence[Judged]
    prizes: Sequence[Prize]

    @classmethod
    def of(cls, rules: Rules) -> Self:
        """Read a version; four statements."""
        prefetch_related_objects([rules], *PARTS)
        order = Criterion.Judge.values
        every = sorted(rules.criteria.all(), key=lambda criterion: order.index(criterion.judge))
        judged = []
        with translation.override("vi"):  # as all that the rules say
            for judge, criteria in groupby(every, key=lambda criterion: criterion.judge):
                judged.append(Judged(str(Criterion.Judge(judge).label), list(criteria)))
        return cls(
            rules,
            list(rules.articles.all()),
            list(rules.contest_fields.all()),
            judged,
            list(rules.prizes.all()),
        )

    def __bool__(self) -> bool:
        """Whether it says anything."""
        own = (self.rules.eligibility, self.rules.submission)
        return any((*own, self.articles, self.contest_fields, self.judged, self.prizes))

    @property
    def points(self) -> int:
        """The most that an entry can get."""
        return sum(judged.points for judged in self.judged)

    @property
    def tells_counts(self) -> bool:
        """Whether any prize says how often it is given."""
        return any(prize.count for prize in self.prizes)

    @property
    def tells_amounts(self) -> bool:
        """Whether any prize says what it is worth."""
        return any(prize.amount is not None for prize in self.prizes)

    @property
    def worth(self) -> int | None:
        """What all prizes are worth together, in đồng; None where not everything is known."""
        known = [(p.count, p.amount) for p in self.prizes if p.count and p.amount is not None]
        if not known or len(known) < len(self.prizes):
            return None
        return sum(count * amount for count, amount in known)
