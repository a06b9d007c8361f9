"""Versions of the rules: which is in force, where they stand, and that the public ones stay."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from events.models import Rules
from events.models.content.rules import Shelf
from events.models.content.rules_reading import Reading
from tests.factories import ContestFactory, RulesFactory, full_rules

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2030, 3, 1)


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2030, month, number)


def public(contest, decision, **kwargs):
    """Make a version that was published long ago, whatever the clock says."""
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    return RulesFactory(contest=contest, decision=decision, published_at=long_ago, **kwargs)


def test_the_last_that_has_come_into_force_is_the_one_in_force():
    contest = ContestFactory()
    first = public(contest, "1/QĐ", decided_on=day(1, 1))
    second = public(contest, "2/QĐ", decided_on=day(1, 20), in_force_from=day(2, 1))
    coming = public(contest, "3/QĐ", decided_on=day(2, 1), in_force_from=day(3, 2))
    far = public(contest, "4/QĐ", decided_on=day(2, 2), in_force_from=day(4, 1))
    RulesFactory(contest=contest, decision="5/QĐ", decided_on=day(1, 25))  # a draft
    public(ContestFactory(), "6/QĐ", decided_on=day(2, 20))  # of another contest
    assert Shelf.of(contest.pk, TODAY) == Shelf(second, [coming, far], [first])
    assert Shelf.of(contest.pk, day(3, 2)).current == coming
    assert Shelf.of(contest.pk, TODAY).every == [far, coming, second, first]
    assert Shelf.of(contest.pk, TODAY).before(coming) == second
    assert Shelf.of(contest.pk, TODAY).before(first) is None


def test_of_two_of_one_day_the_later_decision_is_in_force_then_the_later_entered():
    contest = ContestFactory()
    public(contest, "1/QĐ", decided_on=day(1, 1), in_force_from=day(2, 1))
    public(contest, "2/QĐ", decided_on=day(2, 1))
    last = public(contest, "3/QĐ", decided_on=day(2, 1))
    assert Shelf.of(contest.pk, TODAY).current == last


def test_before_any_is_in_force_the_next_is_shown():
    contest = ContestFactory()
    public(contest, "2/QĐ", decided_on=day(1, 1), in_force_from=day(6, 1))
    coming = public(contest, "1/QĐ", decided_on=day(1, 1), in_force_from=day(5, 1))
    shelf = Shelf.of(contest.pk, TODAY)
    assert (shelf.current, shelf.shown) == (None, coming)


def test_an_address_tells_number_and_day():
    rules = RulesFactory(decision="16/QĐ-BTCCT", decided_on=datetime.date(2025, 1, 24))
    assert rules.slug == "16-qd-btcct-24-01-2025"
    assert RulesFactory(decision="", decided_on=None).slug is None


def test_one_decision_has_one_version_however_it_is_typed():
    rules = RulesFactory(decision="16/QĐ-BTC")
    again = Rules(contest=rules.contest, decision="16-qđ-btc", decided_on=rules.decided_on)
    with pytest.raises(ValidationError, match="Thể lệ theo quyết định này đã có"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_without_a_decision_nothing_is_published():
    with pytest.raises(IntegrityError, match="events_rules_decided"):
        RulesFactory(decision="", published_at=timezone.now())


def test_what_is_not_filled_in_is_nothing():
    assert not Reading.of(RulesFactory())


def test_sums_are_computed():
    reading = Reading.of(full_rules(ContestFactory()))
    assert [(judged.label, judged.points) for judged in reading.judged] == [
        ("hội đồng", 80),
        ("bình chọn của cộng đồng", 20),
    ]
    assert (reading.points, reading.worth) == (100, 110_000_000)
    reading.rules.prizes.create(position=3, name="Giải Khuyến khích", amount=1)
    assert Reading.of(Rules.objects.get(pk=reading.rules.pk)).worth is None


WRITES = {
    "changed": lambda rules: Rules.objects.filter(pk=rules.pk).update(eligibility="Khác"),
    "removed": lambda rules: rules.delete(),
    "article added": lambda rules: rules.articles.create(position=9, heading="Thêm", text="Thêm"),
    "article changed": lambda rules: rules.articles.update(text="Khác"),
    "article removed": lambda rules: rules.articles.all().delete(),
    "article taken away": lambda rules: rules.articles.update(rules=RulesFactory()),
    "field": lambda rules: rules.contest_fields.update(name="Khác"),
    "criterion": lambda rules: rules.criteria.update(points=1),
    "prize": lambda rules: rules.prizes.update(amount=1),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_was_handed_over_to_the_public_is_frozen_until_it_is_withdrawn(write):
    rules = full_rules(ContestFactory())
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    for moment in (timezone.now(), tomorrow):
        Rules.objects.filter(pk=rules.pk).update(published_at=moment)
        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            write(rules)
    Rules.objects.filter(pk=rules.pk).update(published_at=None)
    write(rules)


def test_an_article_does_not_move_into_frozen_rules():
    frozen = full_rules(ContestFactory(), published_at=None)
    Rules.objects.filter(pk=frozen.pk).update(published_at=timezone.now())
    draft = full_rules(frozen.contest)
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        draft.articles.filter(position=1).update(rules=frozen, position=30)


def test_the_sweep_misses_a_trigger_that_is_gone():
    from events import invariants

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER rules_are_frozen ON events_prize")
    assert [line for line in invariants.violations() if "rules_are_frozen" in line] != []
