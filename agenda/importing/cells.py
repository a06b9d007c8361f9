"""Single cells of a table of tasks: the due day, how far a task has come."""

import datetime
import re

from events.vietnamese.names import fold

YEAR = r"(?:\s*(?:[/.-]|\s+nam\s+)\s*(?P<year>\d{4}|\d{2}))?"
# “muộn nhất”, “chậm nhất là”, “hoàn thành xong trong”: nothing of it moves the day
UNTIL = r"(?:(?:den|het|xong|han|cham nhat|muon nhat|hoan thanh|vao|la|trong|cuoi|ngay)\s+)*"
FROM = r"(?:(?:tu\s+)?(?:ngay\s+)?\d{1,2}(?:[/.]\d{1,2})?(?:[/.]\d{4})?\s*(?:-|den)\s*)?"
HOUR = r"(?P<hour>\d{1,2}\s*(?:h|gio|:)\s*(?:\d{2})?\s*(?:phut|')?,?\s+)?"
DAY = re.compile(
    rf"{UNTIL}(?P<before>truoc\s+)?{FROM}{UNTIL}{HOUR}{UNTIL}"
    rf"(?P<day>\d{{1,2}})\s*(?:[/.-]|\s+thang\s+)\s*(?P<month>\d{{1,2}}){YEAR}\s*\.?"
)
MONTH = re.compile(
    rf"{UNTIL}(?P<before>truoc\s+)?{UNTIL}(?:thang\s+(?P<month>\d{{1,2}}){YEAR}"
    r"|(?P<only>\d{1,2})\s*/\s*(?P<full>\d{4}))\s*\.?"
)
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[ t].*)?")
PERCENT = re.compile(r"(?P<percent>\d{1,3})(?:[.,]0+)?\s*%?")
LONGEST = 80  # letters of a due day
ONE_DAY = datetime.timedelta(days=1)
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
    """Return the last day on which a cell lets a task be done, None for none.

    The second value tells whether the cell says it in other words. “Trước ngày 20/01” leaves until
    19/01, “trước 15h ngày 20/01” until that day, “trong tháng 01” until its end, “từ 10/01 đến
    20/01” until 20/01. Where no year is given it is the one that brings the day closest to `last`,
    the last possible day of the ceremony.
    """
    plain = fold(text[: LONGEST + 1])
    if len(plain) > LONGEST:
        return None, False
    if found := ISO.fullmatch(plain):
        return _made(int(found["year"]), int(found["month"]), int(found["day"])), False
    if found := DAY.fullmatch(plain):
        day, month = int(found["day"]), int(found["month"])
        made = _closest(found["year"], month, day, last)
        if made and found["before"] and not found["hour"]:
            made -= ONE_DAY
        return made, made is not None and made != _made(int(found["year"] or 0), month, day)
    if found := MONTH.fullmatch(plain):
        month = int(found["month"] or found["only"])
        begins = _closest(found["year"] or found["full"], month, 1, last)
        if begins is None:
            return None, False
        # the first day of the next month is at most 31 days ahead
        ends = begins if found["before"] else (begins + 31 * ONE_DAY).replace(day=1)
        return ends - ONE_DAY, True
    return None, False


def _closest(year: str | None, month: int, day: int, last: datetime.date) -> datetime.date | None:
    """Return the day of a year as it is written, of two digits or four, or of the closest one."""
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    made = (_made(last.year + n, month, day) for n in (-1, 0, 1))
    return min(filter(None, made), key=lambda one: abs(one - last), default=None)


def _made(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day) if 2000 <= year <= 2100 else None
    except ValueError:
        return None


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
