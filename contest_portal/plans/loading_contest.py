"""Load what a plan file says of the contest: milestones, and its rules, which are then public."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from contest_portal.plans.loading_rows import assign, check
from contest_portal.plans.plan_file import MILESTONES, NESTED, RULES, PlanFile, Row, file_fields
from events.errors import NotPublishable
from events.models import Contest, Milestone, Rules
from events.services import publications


def load(plan_file: PlanFile, contest: Contest, left_alone: list[str]) -> Iterator[str]:
    """Make or update milestones and rules; yield faults. What the file leaves out stays."""
    yield from _milestones(plan_file, contest)
    for index, row in enumerate(plan_file.rules):
        yield from _rules(plan_file, contest, index, row, left_alone)


def _milestones(plan_file: PlanFile, contest: Contest) -> Iterator[str]:
    """A milestone is found again by its title, else by its first day."""
    left = list(Milestone.objects.filter(contest=contest))
    rows = plan_file.milestones
    found: list[Milestone | None] = [None] * len(rows)
    for key in ("title", "starts_on"):
        for index, row in enumerate(rows):
            if found[index] is None:
                same = next((old for old in left if getattr(old, key) == row.get(key)), None)
                if same is not None:
                    found[index] = same
                    left.remove(same)
    for index, (row, old) in enumerate(zip(rows, found, strict=True)):
        milestone = old or Milestone(contest=contest)
        assign(milestone, row)
        wrong = list(check(plan_file, milestone, MILESTONES, index))
        yield from wrong
        if not wrong:
            milestone.save()


def _rules(
    plan_file: PlanFile, contest: Contest, index: int, row: Row, left_alone: list[str]
) -> Iterator[str]:
    """Rules are found again by their decision; new ones are published."""
    rules = Rules(contest=contest)
    assign(rules, row)
    yield from (wrong := list(check(plan_file, rules, RULES, index)))
    if wrong:
        return
    old = Rules.objects.filter(contest=contest, slug=rules.slug).first()
    if old is not None and old.is_frozen:
        if not _says(old, row):
            text = _("The rules %(rules)s are public and were left as they are.")
            left_alone.append(text % {"rules": old})
        return
    if old is not None:
        rules.pk, rules.token = old.pk, old.token
    rules.save()
    faults = [
        fault for name in NESTED[RULES] for fault in _parts(plan_file, index, name, row, rules)
    ]
    yield from faults
    if old is not None or faults:
        return
    try:
        publications.publish(rules)
    except NotPublishable as error:
        yield from (f"{plan_file.location(RULES, index)}: {line}" for line in error.sentences)


def _parts(plan_file: PlanFile, index: int, name: str, row: Row, rules: Rules) -> Iterator[str]:
    """Make the rows of one nested list equal to the file."""
    model = NESTED[RULES][name]
    model._default_manager.filter(rules=rules).delete()
    for position, own in enumerate(row.get(name, []), start=1):
        part: Any = model(rules=rules, position=position)
        assign(part, own)
        wrong = list(check(plan_file, part, f"{RULES}.{name}", position - 1, (RULES, index)))
        yield from (f"{plan_file.location(RULES, index)}: {sentence}" for sentence in wrong)
        if not wrong:
            part.save()


def _says(rules: Rules, row: Row) -> bool:
    """Return whether rules say what the file says."""
    if not _same(rules, row):
        return False
    for name, model in NESTED[RULES].items():
        parts = list(model._default_manager.filter(rules=rules).order_by("position"))
        rows = row.get(name, [])
        if len(parts) != len(rows) or not all(map(_same, parts, rows)):
            return False
    return True


def _same(instance: models.Model, row: Row) -> bool:
    return all(
        getattr(instance, field.name) == field.to_python(row.get(field.name, field.get_default()))
        for field in file_fields(type(instance))
        if not field.remote_field
    )
