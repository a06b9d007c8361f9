"""What a plan file says of the contest itself: its rules, which are public then, and its days."""

import datetime

import pytest
from django.core.management import call_command

from agenda.models import PreparationTask
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


def _moved(path=REAL):
    call_command("load_plan", path, "--first-day", "2026-12-18")


def test_the_day_of_a_decision_does_not_move_so_there_is_no_second_version(tmp_path):
    _load()
    _moved()
    assert str(Rules.objects.get()) == "16/QĐ-BTCCT (24/01/2025)"
    # with one version nobody is asked which
    call_command("print_document", "rules", "-o", tmp_path / "rules.pdf")
    assert (tmp_path / "rules.pdf").read_bytes().startswith(b"%PDF-")


def test_what_had_happened_stays_and_what_was_to_come_moves(tmp_path):
    path = tmp_path / "kehoach.toml"
    text = REAL.read_text(encoding="utf-8").replace("due_on =", "done_on = 2025-01-20\ndue_on =", 1)
    text = text.replace("due_on =", 'status = "done"\npercent = 100\ndue_on =', 1)
    coming = '[[milestones]]\ntitle = "Nhận bài dự thi"\nstarts_on = 2025-01-20\n'
    coming += "ends_on = 2025-03-31\n\n[[rules]]\nin_force_from = 2025-02-01\n"
    path.write_text(text.replace("[[rules]]\n", coming, 1), encoding="utf-8")
    _moved(path)
    rules = Rules.objects.get()
    assert (rules.decided_on, rules.in_force_from) == (
        datetime.date(2025, 1, 24),
        datetime.date(2025, 2, 1),
    )
    assert list(Milestone.objects.values_list("starts_on", "ends_on")) == [
        (datetime.date(2024, 12, 31), None),
        (datetime.date(2025, 1, 24), None),
        (datetime.date(2026, 11, 27), datetime.date(2027, 2, 5)),
    ]
    done = PreparationTask.objects.get(done_on__isnull=False)
    assert (done.done_on, done.due_on) == (datetime.date(2025, 1, 20), datetime.date(2026, 12, 8))
