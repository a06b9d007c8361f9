import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.dates import clock, official, short, span, weekday

OFFICIAL = re.compile(r"ngày (0[1-9]|[12]\d|3[01]) tháng (0[12]|[3-9]|1[0-2]) năm \d{4}")


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2025, 1, 15), "ngày 15 tháng 01 năm 2025"),
        (date(2025, 2, 9), "ngày 09 tháng 02 năm 2025"),
        (date(2025, 2, 10), "ngày 10 tháng 02 năm 2025"),
        (date(2025, 3, 1), "ngày 01 tháng 3 năm 2025"),
        (date(2025, 9, 2), "ngày 02 tháng 9 năm 2025"),
        (date(2025, 10, 9), "ngày 09 tháng 10 năm 2025"),
        (date(2025, 11, 30), "ngày 30 tháng 11 năm 2025"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_official(day: date, text: str) -> None:
    assert official(day) == text


@given(st.dates())
def test_official_keeps_the_rule_for_every_day(day: date) -> None:
    match = OFFICIAL.fullmatch(official(day))
    assert match is not None
    assert [int(number) for number in re.findall(r"\d+", match[0])] == [
        day.day,
        day.month,
        day.year,
    ]


@pytest.mark.parametrize(
    "wrong", ["ngày 5 tháng 1", "ngày 05 tháng 03", "ngày 05 tháng 1", "Ngày 05 tháng 01"]
)
def test_the_rule_refuses_other_forms(wrong: str) -> None:
    assert OFFICIAL.fullmatch(f"{wrong} năm 2025") is None


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 12, 31), "31/12/2024"),
        (date(2025, 1, 15), "15/01/2025"),
        (date(2025, 2, 10), "10/02/2025"),
        (date(2025, 3, 1), "01/03/2025"),
    ],
)
def test_short(day: date, text: str) -> None:
    assert short(day) == text


def test_weekday() -> None:
    assert [weekday(date(2025, 2, day)) for day in range(10, 17)] == [
        "thứ Hai",
        "thứ Ba",
        "thứ Tư",
        "thứ Năm",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ]


def test_clock() -> None:
    assert [clock(time(8)), clock(time(13, 5))] == ["08 giờ 00 phút", "13 giờ 05 phút"]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2025, 1, 24), date(2025, 1, 24), "ngày 24/01/2025"),
        (date(2025, 2, 5), date(2025, 2, 14), "từ ngày 05 đến ngày 14/02/2025"),
        (date(2025, 1, 24), date(2025, 2, 14), "từ ngày 24/01 đến ngày 14/02/2025"),
        (date(2024, 12, 31), date(2025, 1, 2), "từ ngày 31/12/2024 đến ngày 02/01/2025"),
        (date(2024, 2, 1), date(2025, 2, 1), "từ ngày 01/02/2024 đến ngày 01/02/2025"),
    ],
)
def test_span_says_no_month_twice(first: date, last: date, text: str) -> None:
    assert span(first, last) == text
