"""The curve of answers: right for one day, for many, and for what is to come."""

import datetime

import pytest

from contest_portal.admin.overview.curve import HEIGHT, WIDTH, draw

MONDAY = datetime.date(2030, 1, 7)


def day(number: int) -> datetime.date:
    return MONDAY + datetime.timedelta(days=number)


def test_one_day_is_a_step_from_nothing_to_its_number() -> None:
    curve = draw([[(MONDAY, 4)]], today=MONDAY)

    assert (curve.first, curve.last) == (day(-1), MONDAY)
    assert curve.lines == [f"0,{HEIGHT} {WIDTH},{HEIGHT} {WIDTH},0 {WIDTH},0"]
    assert [(mark.label, mark.place) for mark in curve.marks] == [(0, 180), (2, 90), (4, 0)]


def test_line_stays_level_where_nothing_comes_and_goes_on_to_today() -> None:
    curve = draw([[(day(0), 1), (day(4), 10)], [(day(0), 0), (day(4), 5)]], today=day(9))

    # ten days are the field: 60 units each; ten of ten are its height
    assert curve.lines == [
        "0,180 60,180 60,162 300,162 300,0 600,0",
        "0,180 60,180 60,180 300,180 300,90 600,90",
    ]


def test_what_is_dated_after_today_widens_the_field() -> None:
    assert draw([[(day(2), 1)]], today=MONDAY).last == day(2)


@pytest.mark.parametrize(
    ("most", "marks"),
    [(1, [0, 1]), (2, [0, 1, 2]), (3, [0, 2, 4]), (11, [0, 10, 20]), (130, [0, 100, 200])],
)
def test_marks_are_round_and_hold_the_whole_line(most: int, marks: list[int]) -> None:
    curve = draw([[(MONDAY, most)]], today=MONDAY)

    assert [mark.label for mark in curve.marks] == marks
    assert curve.marks[-1].place == 0
