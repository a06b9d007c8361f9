"""Dates and hours as official letters write them (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from datetime import date, time

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def official(day: date) -> str:
    """The day in full, "ngày 05 tháng 01 năm 2020".

    Days below 10 and months 1 and 2 get a zero, months 3 to 9 do not. Give the local
    date: a datetime in UTC may be a day behind.
    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def short(day: date) -> str:
    """Day, month, year as "05/01/2020", for running text, tables and web pages."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def weekday(day: date) -> str:
    """The day of the week, "thứ Hai" to "Chủ nhật".

    Source of the capitals: Nghị định 30/2020/NĐ-CP, Phụ lục II.
    """
    return _WEEKDAYS[day.weekday()]


def clock(moment: time) -> str:
    """A local time of the day, "08 giờ 00 phút"."""
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút"


def span(first: date, last: date) -> str:
    """Days from one to another, the shorter the more they share: "từ ngày 10 đến ngày 14/02/2025".

    One day is "ngày 24/01/2025".
    """
    if first == last:
        return f"ngày {short(last)}"
    if first.year != last.year:
        start = short(first)
    elif first.month != last.month:
        start = f"{first.day:02d}/{first.month:02d}"
    else:
        start = f"{first.day:02d}"
    return f"từ ngày {start} đến ngày {short(last)}"
