"""Lines through days, as the numbers of an SVG: steps, since nothing comes between two events."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 180  # of the field, in units of the drawing

Point = tuple[datetime.date, int]  # a day, and how many had come by its end


@dataclass(frozen=True, slots=True)
class Mark:
    """A number beside the field, and where it stands."""

    place: float
    label: int


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn: for each line the points of a polyline, and the marks of the numbers."""

    first: datetime.date
    last: datetime.date
    lines: list[str]
    marks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT


def draw(lines: Sequence[Sequence[Point]], today: datetime.date) -> Curve:
    """Return lines from the day before the first point to today, or to a later last point.

    Each line has the days in their order, the same for all; at least one.
    """
    first = lines[0][0][0] - datetime.timedelta(days=1)
    last = max(today, lines[0][-1][0])
    top = _round_up(max(number for line in lines for _day, number in line))
    days = (last - first).days

    def x(day: datetime.date) -> float:
        return round(WIDTH * (day - first).days / days, 1)

    def y(number: int) -> float:
        return round(HEIGHT - HEIGHT * number / top, 1)

    drawn = []
    for line in lines:
        points, before = [(0.0, y(0))], 0
        for day, number in line:
            points += [(x(day), y(before)), (x(day), y(number))]
            before = number
        points.append((float(WIDTH), y(before)))
        drawn.append(" ".join(f"{left:g},{top:g}" for left, top in points))
    marks = [Mark(y(number), number) for number in sorted({0, top // 2, top})]
    return Curve(first, last, drawn, marks)


def _round_up(number: int) -> int:
    """Return a round number that is not smaller, even from 2 on: 1, 2, 4, 10, 20, 50, 100, …"""
    if number <= 1:
        return 1
    size = 1
    while True:
        for step in (2, 4, 10):
            if number <= step * size:
                return step * size
        size *= 10
