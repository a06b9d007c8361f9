"""Single cells of a table of tasks: the due day, how far a task has come."""

import datetime
import re

from events.vietnamese.names import fold

DAY = re.compile(
    r"(?:(?:truoc|den|den het|het|xong|han|cham nhat|hoan thanh)\s+)*"
    r"(?:(?:truoc|vao|la|den)\s+)*(?:ngay\s+)?"
    r"(?P<day>\d{1,2})\s*(?:[/.-]|\s+thang\s+)\s*(?P<month>\d{1,2})"
    r"(?:\s*(?:[/.-]|\s+nam\s+)\s*(?P<year>\d{4}))?\s*\.?"
)
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[ t].*)?")
PERCENT = re.compile(r"(?P<percent>\d{1,3})(?:[.,]0+)?\s*%?")
STATES = {
    "chua trien khai": ("planned", 0),
    "chua bat dau": ("planned", 0),
    "chua thuc hien": ("planned", 0),
    "dang trien khai": ("under_way", None),
    "dang thuc hien": ("under_way", None),
    "da hoan thanh": ("done", 100),
    "hoan thanh": ("done", 100),
    "da xong": ("done", 100),
    "xong": ("done", 100),
    "vuong mac": ("blocked", None),
    "dang vuong mac": ("blocked", None),
}


def due_day(text: str, last: datetime.date) -> tuple[datetime.date | None, bool]:
    """Return the due day that a cell says, None for none; and whether its year was added.

    A day without a year is the last one that is not after `last`, the last possible day of the
    ceremony. “Trước ngày 20/01” is due on 20/01, as papers of offices mean it.
    """
    plain = fold(text)
    found = ISO.fullmatch(plain) or DAY.fullmatch(plain)
    if found is None:
        return None, False
    day, month = int(found["day"]), int(found["month"])
    years = [int(found["year"])] if found["year"] else [last.year, last.year - 1]
    for year in years:
        try:
            made = datetime.date(year, month, day)
        except ValueError:
            continue
        if found["year"] or made <= last:
            return made, not found["year"]
    return None, False


def progress(text: str) -> tuple[str, int | None] | None:
    """Return state and percent of a cell, None for the percent that it leaves open.

    Returns None where it says something else: those are words for the log.
    """
    plain = fold(text).strip(" .")
    if found := STATES.get(plain):
        return found
    number = PERCENT.fullmatch(plain)
    if number is None or int(number["percent"]) > 100:
        return None
    percent = int(number["percent"])
    return ("planned" if not percent else "done" if percent == 100 else "under_way"), percent
