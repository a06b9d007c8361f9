"""Versions of the rules: a new one begins as a copy of one that stays as it is."""

from collections.abc import Iterator

from django.db import models, transaction
from django.utils.translation import gettext as _

from events.models import Contest, ContestField, Criterion, Prize, Rules, RulesArticle
from events.models.content.rules_reading import Reading
from events.services import publications

PARTS: tuple[type[models.Model], ...] = (RulesArticle, ContestField, Criterion, Prize)
COPIED = ("decided_by", "eligibility", "submission")


@transaction.atomic
def new_version(rules: Rules) -> tuple[Rules, bool]:
    """Return the draft that follows a version, and whether it was made now.

    There is one draft without a decision at a time: who asks a second time gets the first.
    """
    # the contest is the lock: two who ask at once get the same draft
    Contest.objects.select_for_update(no_key=True).get(pk=rules.contest_id)
    waiting = Rules.objects.filter(contest_id=rules.contest_id, slug=None).first()
    if waiting is not None:
        return waiting, False
    own = {name: getattr(rules, name) for name in COPIED}
    draft = Rules.objects.create(contest_id=rules.contest_id, **own)
    for model in PARTS:
        rows = list(model._default_manager.filter(rules=rules))
        for row in rows:
            row.pk, row.rules = None, draft  # type: ignore[attr-defined]
        model._default_manager.bulk_create(rows)
    return draft, True


@publications.obstacles_of(Rules)
def what_is_missing(rules: Rules) -> Iterator[str]:
    """Yield what must be filled in before everybody may read the rules."""
    if not rules.slug:
        yield _("Number and day of the decision are missing.")
    if not Reading.of(rules):
        yield _("The rules say nothing yet: write articles, criteria or one of the other parts.")
