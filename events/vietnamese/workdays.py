"""Working days of the state's offices: no weekends, no public holidays.

Source: Bộ luật Lao động 2019, Điều 111 khoản 3 and Điều 112; 24 November since 2026; the days
that the Government moved, as it announced them for each year.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

SATURDAY, SUNDAY = 5, 6
DAY = timedelta(days=1)

# Month and day of Tết and of the day of the Hùng Kings (mồng 10 tháng 3), by the calendar of
# Vietnam. In later years these count as working days: what is due is then due too early.
LUNAR: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {
    2025: ((1, 29), (4, 7)),
    2026: ((2, 17), (4, 26)),
    2027: ((2, 6), (4, 16)),
    2028: ((1, 26), (4, 4)),
    2029: ((2, 13), (4, 23)),
    2030: ((2, 2), (4, 12)),
    2031: ((1, 23), (4, 1)),
    2032: ((2, 11), (4, 19)),
    2033: ((1, 31), (4, 9)),
    2034: ((2, 19), (4, 28)),
    2035: ((2, 8), (4, 17)),
    2036: ((1, 28), (4, 6)),
    2037: ((2, 15), (4, 24)),
    2038: ((2, 4), (4, 13)),
    2039: ((1, 24), (4, 3)),
    2040: ((2, 12), (4, 20)),
}
# free day: the Saturday on which is worked for it
MOVED = {
    date(2025, 5, 2): date(2025, 4, 26),
    date(2026, 1, 2): date(2026, 1, 10),
    date(2026, 8, 31): date(2026, 8, 22),
}
# from 2 September to the second day of the National Day, by the weekday of the first
SECOND_DAY = (1, -1, -1, 1, -1, -1, 1)


def working_day(day: date, number: int) -> date:
    """Return the `number`-th working day after `day`."""
    while number:
        day += DAY
        number -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Return whether the state's offices work on a day."""
    if day in MOVED.values():
        return True
    return not _is_weekend(day) and day not in MOVED and day not in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year, with the days given for those on a weekend."""
    tet = list(_tet(year))
    single = sorted(_single(year))
    free = {*tet, *single}
    free |= {_next(day, free, back=day.weekday() == SATURDAY) for day in tet if _is_weekend(day)}
    for day in single:
        if _is_weekend(day):
            free.add(_next(day, free))
    return frozenset(free)


def _tet(year: int) -> Iterator[date]:
    """Yield five days from the eve on. A Saturday is given back before them, a Sunday after."""
    if year in LUNAR:
        eve = date(year, *LUNAR[year][0]) - DAY
        yield from (eve + number * DAY for number in range(5))


def _single(year: int) -> Iterator[date]:
    """Yield the holidays of one day, and both days of the National Day."""
    national = date(year, 9, 2)
    yield from (date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), national)
    yield national + SECOND_DAY[national.weekday()] * DAY
    if year in LUNAR:
        yield date(year, *LUNAR[year][1])
    if year >= 2026:
        yield date(year, 11, 24)


def _next(day: date, free: set[date], *, back: bool = False) -> date:
    """Return the nearest day of work behind `day`, or before it."""
    while _is_weekend(day) or day in free:
        day += -DAY if back else DAY
    return day


def _is_weekend(day: date) -> bool:
    return day.weekday() in (SATURDAY, SUNDAY)


def last_working_day(day: date) -> date:
    """Return a day, or the nearest working day before it."""
    while not is_working_day(day):
        day -= DAY
    return day


def week_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - day.weekday() * DAY


def begins_week(day: date) -> bool:
    """Return whether a day is the first working day of its week."""
    before = (week_of(day) + number * DAY for number in range(day.weekday()))
    return is_working_day(day) and not any(map(is_working_day, before))
