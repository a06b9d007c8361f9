"""Working days, held against the calendars that the Government announced."""

from datetime import date, timedelta

import pytest

from events.vietnamese.workdays import LUNAR, MOVED, holidays, is_working_day, working_day

# days off from Monday to Friday, as announced for the offices of the state
ANNOUNCED = {
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    # by the law alone: nothing is moved yet
    2027: "01-01 02-04 02-05 02-08 02-09 02-10 04-16 04-30 05-03 09-02 09-03 11-24",
    2028: "01-03 01-24 01-25 01-26 01-27 01-28 04-04 05-01 05-02 09-01 09-04 11-24",
}


def days_of(year: int) -> list[date]:
    start = date(year, 1, 1)
    return [start + timedelta(days=n) for n in range((date(year + 1, 1, 1) - start).days)]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_days_off(year):
    off = [day for day in days_of(year) if day.weekday() < 5 and not is_working_day(day)]
    assert [f"{day:%m-%d}" for day in off] == ANNOUNCED[year].split()


def test_saturdays_on_which_is_worked():
    worked = [
        day for year in ANNOUNCED for day in days_of(year)
        if day.weekday() > 4 and is_working_day(day)
    ]  # fmt: skip
    assert worked == [date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)]


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        ("2026-11-26", 2, "2026-11-30"),  # Thursday: Friday and Monday
        ("2026-11-27", 2, "2026-12-01"),  # Friday
        ("2026-11-28", 2, "2026-12-01"),  # Saturday
        ("2026-11-29", 2, "2026-12-01"),  # Sunday
        ("2026-11-23", 2, "2026-11-26"),  # Tuesday the 24th is free
        ("2026-02-12", 2, "2026-02-23"),  # over Tết
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-08-21", 1, "2026-08-22"),  # a Saturday on which is worked
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_working_day(day, number, due):
    assert working_day(date.fromisoformat(day), number) == date.fromisoformat(due)


@pytest.mark.parametrize("year", LUNAR)
def test_tet_gives_five_days_of_work(year):
    """The eve and four days, with the days given for a weekend: five days without work."""
    tet = date(year, *LUNAR[year][0])
    around = [tet + timedelta(days=n) for n in range(-9, 9)]
    assert sum(day in holidays(year) and day.weekday() < 5 for day in around) == 5


def test_what_is_moved_was_a_day_of_work():
    for free, worked in MOVED.items():
        assert free.weekday() < 5
        assert free not in holidays(free.year)
        assert worked.weekday() == 5


@pytest.mark.parametrize("year", [1900, 2041, 2150, 9998])
def test_years_whose_lunar_days_are_not_known(year):
    assert working_day(date(year, 12, 20), 3) > date(year, 12, 22)
    assert not is_working_day(date(year, 9, 2))
