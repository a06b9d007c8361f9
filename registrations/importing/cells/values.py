"""What is written in single cells, as the portal stores it; why not, and what was changed."""

import datetime
import re

from django.utils.translation import gettext as _

from events.vietnamese.text import clean

BLANKS = {
    "",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "...",
    "…",
    "x",
    "/",
    "0",
    "không",
    "không có",
    "n/a",
    "chưa có",
    "chưa rõ",
    "không rõ",
    "bổ sung sau",
    "cập nhật sau",
}
DITTO = {'"', "''", "”", "“", "〃", "nt", "-nt-", "- nt -", "như trên", "như trên."}
# letters of fonts from before Unicode, .VnTime (TCVN3) and VNI-Times, as a program shows them today
OLD_FONT = re.compile(
    r"[^\W\d_](?:[¨©«»¼½¾][^\W\d_]|[µ¸¶·¹¬ª])|[§®][^\W\d_]"  # Hµ, §oµn, V¨n
    r"|[a-z][ÇÈËÌÎÏÐÑÒÓÕÖØÜÞ]|[a-z]×[a-z]|[iy]Ô[nm]|[iy]Ê[cmnptu]"  # TrÇn, NguyÔn
    r"|(?i:[ae][øùûõâêàáåãäúü]|[oô][øùûõïâåä]|[uyö][øùûõï]|öô)|Ñ[aeiouyôö]",  # Traàn, not Hoà
)
ODD_LETTER = re.compile(r"[ÇËÆÅÎÏÑÖØÜÞßäåæçëîïñöøûüþ×÷µ¸¶·¹¨©ª«¬®»¼½¾¡¢£¤¥¦§]")
DAY = re.compile(
    r"(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.-]|năm)\s*(?P<year>\d{4}|\d{2})"
)
ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ][\d:.]+)?")
HOUR = re.compile(r"\b(?:\d{1,2}\s*(?:h|giờ|g)\s*(?:\d{2})?(?:\s*phút)?|\d{1,2}:\d{2}(?::\d{2})?)")
DAY_FILLERS = re.compile(
    r"\b(?:trước|ngày|đến|hết|hạn|chậm nhất|là|vào|chủ nhật|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]))\b",
    re.I,
)
QUOTA = re.compile(
    r"0*([1-9]\d{0,2})(?:[.,]0)?(?:\s*(?:người|đại biểu|đb|chỗ|ghế|suất|vé|giấy mời|đ/c|đồng chí|"
    r"khách|lãnh đạo|lđ))?(?:\s*\([^\d()]*\))?",
    re.I,
)
EXCEL_DAYS = range(36_526, 73_051)  # from 2000 to 2099, as Excel counts days
EXCEL_START = datetime.date(1899, 12, 30)
# what a spreadsheet shows in the place of a value, and writes into a text file
FAILED = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}", re.I)
TOO_NARROW = re.compile("#{3,}")
OLD_LIMIT = 255  # signs, at which older programs cut a text


def is_of_old_font(text: str) -> bool:
    """Return whether a text was typed in a font from before Unicode, and reads as garbage.

    One odd pair of letters may stand in any foreign name.
    """
    return len({match[0] for match in OLD_FONT.finditer(text)}) > 1


def has_odd_letter(text: str) -> bool:
    """Return whether a text has letters that are no Vietnamese ones; foreign names have some."""
    return bool(OLD_FONT.search(text) or ODD_LETTER.search(text))


def quota(text: str) -> int | None:
    """Return a number of places, None where there is none. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in BLANKS - {"0"}:
        return None
    match = QUOTA.fullmatch(typed)
    if not match:
        raise ValueError(
            _("“%(text)s” is not a number of places: write a number from 1 to 999.")
            % {"text": typed[:80]}
        )
    return int(match[1])


def day(text: str) -> tuple[str, list[str]]:
    """Return a day as `2025-01-15`, "" where there is none, and warnings. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in BLANKS:
        return "", []
    wrong = _("“%(text)s” is not a day: write it as dd/mm/yyyy, such as 15/01/2025.")
    if typed.isdecimal() and len(typed) == 5 and int(typed) in EXCEL_DAYS:
        found = EXCEL_START + datetime.timedelta(days=int(typed))
        message = _("Excel had made the number %(number)s of the day; it becomes %(day)s.")
        return found.isoformat(), [message % {"number": typed, "day": f"{found:%d/%m/%Y}"}]
    plain = " ".join(DAY_FILLERS.sub(" ", HOUR.sub(" ", typed)).split()).strip(" ,.;")
    match = ISO_DAY.fullmatch(plain) or ISO_DAY.fullmatch(typed) or DAY.fullmatch(plain)
    if match is None:
        raise ValueError(wrong % {"text": typed[:80]})
    year = int(match["year"])
    try:
        found = datetime.date(
            year + 2000 if year < 100 else year, int(match["month"]), int(match["day"])
        )
    except ValueError as error:
        raise ValueError(wrong % {"text": typed[:80]}) from error
    if found.year not in range(2000, 2100):
        raise ValueError(wrong % {"text": typed[:80]})
    return found.isoformat(), []
