"""Versions of the rules: a new one begins as a copy of one that stays as it is."""

from django.db import models, transaction

from events.models import Contest, ContestField, Criterion, Prize, Rules, RulesArticle

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


def publish(rules):
    from events.services import publications
    publications.publish(rules)
