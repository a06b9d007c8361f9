"""Move every day of a plan file, so that its ceremony lies ahead for whoever wants to try it."""

import datetime
from collections.abc import Iterator

from contest_portal.plans.plan_file import MEMORANDA, NESTED, PlanFile, Row

DONE = {"done_on"}  # keys that tell what has happened, whatever else is tried out


def move(plan_file: PlanFile, first_day: datetime.date) -> int:
    """Move days and hours so that the window begins on `first_day`; return by how many days.

    Facts stay: rules with the day of their decision, milestones up to the last decision, when a
    task was done. Sentences stay as they are written. A month without a day moves as its middle
    does.
    """
    by = first_day - plan_file.tables["event"]["window_start"]
    for row in _rows(plan_file):
        for key, value in row.items():
            # an hour with its day is one, too
            if isinstance(value, datetime.date) and key not in DONE:
                row[key] = value + by
    _move_issue(plan_file.tables["plan"], by)
    return by.days


def _rows(plan_file: PlanFile) -> Iterator[Row]:
    yield from plan_file.tables.values()
    for rows in plan_file.lists.values():
        yield from rows
    yield from _open_milestones(plan_file)
    for row in plan_file.memoranda:
        yield row
        for name in NESTED[MEMORANDA]:
            yield from row.get(name, [])


def _open_milestones(plan_file: PlanFile) -> Iterator[Row]:
    """Yield the milestones that were still to come when the last decision was taken."""
    decisions = [row["decided_on"] for row in plan_file.rules if "decided_on" in row]
    for row in plan_file.milestones:
        last = row.get("ends_on", row.get("starts_on"))
        if last is None or not decisions or last > max(decisions):
            yield row


def _move_issue(plan: Row, by: datetime.timedelta) -> None:
    """Move the day of issue, whose parts stand by themselves."""
    year, month, day = (plan.get(f"issue_{part}") for part in ("year", "month", "day"))
    if year and month:
        try:
            moved = datetime.date(year, month, day or 15) + by
        except ValueError:  # a day that no calendar has: whoever loads the file tells it
            return
        plan.update(issue_year=moved.year, issue_month=moved.month)
        if day:
            plan["issue_day"] = moved.day
    elif year:
        plan["issue_year"] = (datetime.date(year, 7, 1) + by).year
