"""What a plan file says of the contest itself: its rules, which are public then, and its days."""

import datetime

import pytest

from contest_portal.plans import loading
from contest_portal.plans.plan_file import read
from events.models import Criterion, Milestone, Rules
from tests.contest_portal.plans.test_loading import REAL

pytestmark = pytest.mark.django_db
COUNCIL = [("Tính mới", 20), ("Hiệu quả", 30), ("Khả năng áp dụng", 30)]


def _load(path=REAL):
    return loading.load(read(path))


def test_the_real_rules_are_public_and_say_what_is_known():
    _load()
    rules = Rules.objects.public().get()
    assert str(rules) == "16/QĐ-BTCCT (24/01/2025)"
    council = rules.criteria.filter(judge=Criterion.Judge.COUNCIL)
    assert list(council.values_list("name", "points")) == COUNCIL
    vote = rules.criteria.get(judge=Criterion.Judge.COMMUNITY)
    assert vote.points == 20
    assert rules.articles.count() == rules.prizes.count() == rules.contest_fields.count() == 0
    assert list(Milestone.objects.values_list("starts_on", flat=True)) == [
        datetime.date(2024, 12, 31),
        datetime.date(2025, 1, 24),
    ]
