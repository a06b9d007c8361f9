"""The days of a contest, seen from today."""

import datetime

import pytest
import time_machine
from django.utils import translation

from events.models.content.timeline import State, Timeline
from tests.factories import ContestFactory, EventFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
START = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)  # 8 o'clock


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2030, month, number)


def seen(timeline: Timeline) -> list[tuple[str, str, bool]]:
    return [(str(moment.title), moment.state, moment.is_next) for moment in timeline.moments]


@pytest.fixture
def contest():
    contest = ContestFactory()
    EventFactory(contest=contest, title="Lễ", starts_at=START)
    EventFactory(contest=contest, title="Chưa công bố", published=False)
    EventFactory(title="Lễ khác")
    MilestoneFactory(contest=contest, title="Nhận bài", starts_on=day(2, 20), ends_on=day(5, 31))
    MilestoneFactory(contest=contest, title="Thể lệ", starts_on=day(1, 5))
    return contest


def test_the_ceremony_stands_among_the_milestones_and_the_next_is_marked(contest):
    assert seen(Timeline.of(contest.pk, day(1, 6))) == [
        ("Thể lệ", State.PAST, False),
        ("Lễ", State.COMING, True),
        ("Nhận bài", State.COMING, False),
    ]


def test_on_the_day_it_is_now_and_nothing_else_is_marked(contest):
    assert seen(Timeline.of(contest.pk, day(2, 12))) == [
        ("Thể lệ", State.PAST, False),
        ("Lễ", State.NOW, False),
        ("Nhận bài", State.COMING, False),
    ]
    last = Timeline.of(contest.pk, day(5, 31))
    assert (last.moments[2].state, last.all_past) == (State.NOW, False)
    assert Timeline.of(contest.pk, day(6, 1)).all_past


def test_within_its_window_nobody_knows_whether_the_ceremony_is_today():
    contest = ContestFactory()
    EventFactory(contest=contest, window_start=day(2, 10), window_end=day(2, 14))
    for today, state in [(day(2, 12), State.COMING), (day(2, 15), State.PAST)]:
        assert Timeline.of(contest.pk, today).moments[0].state is state


def test_today_is_the_day_in_vietnam(contest):
    with time_machine.travel(datetime.datetime(2030, 2, 11, 17, 30, tzinfo=datetime.UTC)):
        assert Timeline.of(contest.pk).moments[1].state is State.NOW


def test_days_are_told_as_vietnamese_write_them(contest):
    EventFactory(contest=contest, window_start=day(2, 26), window_end=day(3, 1))
    assert [moment.days for moment in Timeline.of(contest.pk, day(1, 1)).moments] == [
        "ngày 05/01/2030",
        "08 giờ 00 phút, thứ Ba, ngày 12/02/2030",
        "từ ngày 20/02 đến ngày 31/05/2030",
        "một ngày trong khoảng từ ngày 26/02 đến ngày 01/03/2030",
    ]


def test_in_english_what_has_no_english_is_marked(contest):
    contest.milestones.filter(title="Thể lệ").update(title_en="The rules")
    with translation.override("en"):
        moments = Timeline.of(contest.pk, day(1, 1)).moments
        assert [(str(m.title), m.title.language, m.days) for m in moments] == [
            ("The rules", "en", "5 January 2030"),
            ("Lễ", "vi", "08:00, Tuesday 12 February 2030"),
            ("Nhận bài", "vi", "20 February to 31 May 2030"),
        ]


def test_a_long_list_takes_two_statements(contest, django_assert_num_queries):
    MilestoneFactory.create_batch(40, contest=contest)
    with django_assert_num_queries(2):
        assert len(Timeline.of(contest.pk).moments) == 43


def test_nobody_has_no_days():
    assert Timeline.of(None).moments == ()
