"""Hours of a programme."""

import datetime
from types import SimpleNamespace

import pytest

from agenda.models.timetable import Length, Slot, seam_words, seams, timetable

START = datetime.datetime(2025, 2, 12, 1, 0, tzinfo=datetime.UTC)  # 08:00 in Vietnam


def _items(*told):
    return [
        SimpleNamespace(minutes=minutes, fixed_start=at(fixed) if fixed else None)
        for minutes, fixed in told
    ]


def at(hour: str) -> datetime.time:
    return datetime.time.fromisoformat(hour)


def _shown(slots: list[Slot]) -> list[tuple[str | None, str | None]]:
    return [tuple(hour and hour.strftime("%H:%M") for hour in slot) for slot in slots]


def test_items_follow_one_another_from_the_start_in_local_time():
    slots = timetable(START, _items((10, None), (15, None), (5, None)))

    assert _shown(slots) == [("08:00", "08:10"), ("08:10", "08:25"), ("08:25", "08:30")]


def test_hours_are_unknown_after_unknown_minutes_until_a_fixed_item():
    slots = timetable(START, _items((10, None), (None, None), (5, None), (20, "09:00"), (5, None)))

    assert _shown(slots) == [
        ("08:00", "08:10"),
        ("08:10", None),
        (None, None),
        ("09:00", "09:20"),
        ("09:20", "09:25"),
    ]


def test_fixed_item_begins_at_its_hour_whatever_came_before():
    slots = timetable(START, _items((10, None), (10, "08:45"), (90, "08:30")))

    assert _shown(slots) == [("08:00", "08:10"), ("08:45", "08:55"), ("08:30", "10:00")]


def test_without_a_start_only_fixed_items_have_hours():
    slots = timetable(None, _items((10, None), (10, "08:45"), (5, None)))

    assert _shown(slots) == [(None, None), ("08:45", "08:55"), ("08:55", "09:00")]


def test_midnight_is_an_hour_like_any_other():
    slots = timetable(None, _items((30, "00:00"), (10, "23:55"), (10, None)))

    assert _shown(slots) == [("00:00", "00:30"), ("23:55", "00:05"), ("00:05", "00:15")]


def test_programme_without_items():
    assert timetable(START, []) == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (((10, None), (10, "08:15"), (10, "08:15")), [0, 5, -10]),
        (((10, "08:10"), (10, "08:20")), [10, 0]),
        (((30, "07:30"), (10, "08:00")), [0, 0]),  # what is done before the beginning
        (((None, None), (10, "08:45")), [0, 0]),  # nobody can know
        (((10, "23:45"), (10, "00:10"), (10, "00:15")), [945, 15, -5]),  # past midnight
    ],
)
def test_gaps_and_overlaps_before_a_fixed_hour(told, expected):
    assert seams(START, _items(*told)) == expected


def test_gaps_overlaps_and_lengths_in_words():
    assert seam_words(5) == "trống 5 phút trước mục này"
    assert seam_words(-10) == "chồng 10 phút với mục trước"
    assert seam_words(0) == ""
    assert Length.of(_items((None, None))).words() == ""
    told = Length.of(_items((200, None), (None, None), (50, None)))
    assert told.words() == (
        "Tổng thời lượng: 250 phút, chưa kể 01 nội dung chưa định thời lượng "
        "(dài hơn nửa ngày: 240 phút)."
    )
    assert told.left == -10
