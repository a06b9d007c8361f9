"""Hours of a programme."""

import datetime
from types import SimpleNamespace

from agenda.models.timetable import Slot, timetable

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
