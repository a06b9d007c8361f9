"""What is written in single cells, as the portal stores it; why not, and what was changed."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from events.vietnamese import phones
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
BETWEEN = re.compile(r"\s*(?:[;,/|\n\r]|\s[-–]\s|\b(?:và|hoặc)\b)+\s*")
THOUSANDS = re.compile(r"\+?\d{2,4}(?:,\d{3}){2,3}")  # as Excel groups what it takes for a sum
PHONE_LABEL = re.compile(r"^(?:đt|sđt|dđ|di động|tel|mobile|cq|nr)\s*[.:]\s*", re.I)
PHONE_SIGNS = re.compile(r"[\s.()-]")
FRACTION = re.compile(r"(?<=\d)\.0$")  # of a number, as some programs write it
DIGITS = re.compile(r"\d{8,11}")
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
CONTACT_NUMBER = re.compile(
    r"(?:\b(?:đt|sđt|dđ|tel|điện thoại)\b)?[\s:.]*(\+?\d[\d\s.()-]{6,}\d)", re.I
)
EXTENSION = re.compile(r"[\s,;(–-]*(?:số )?(?:máy lẻ|nhánh|ext)\b[\s.:]*\d{1,5}|/\d{1,5}\b", re.I)
LONGEST_CONTACT = 40  # letters; what is longer is a sentence
ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.I)


def is_of_old_font(text: str) -> bool:
    """Return whether a text was typed in a font from before Unicode, and reads as garbage.

    One odd pair of letters may stand in any foreign name.
    """
    return len({match[0] for match in OLD_FONT.finditer(text)}) > 1


def has_odd_letter(text: str) -> bool:
    """Return whether a text has letters that are no Vietnamese ones; foreign names have some."""
    return bool(OLD_FONT.search(text) or ODD_LETTER.search(text))


def phone(text: str) -> tuple[str, list[str], list[str]]:
    """Return the first good number in E.164, the other texts, and warnings. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in BLANKS:
        return "", [], []
    if ROUNDED.fullmatch(typed):
        raise ValueError(
            _("Excel has rounded the telephone number (%(text)s): type it anew as text.")
            % {"text": typed}
        )
    pieces = [typed]
    found = _number(typed)
    if found is None and (extended := _with_extension(typed)):
        return extended
    if found is None:
        pieces = [clean(piece) for piece in BETWEEN.split(text) if clean(piece)] or [typed]
    numbers = [found] if found else [_number(piece) for piece in pieces]
    good = next((n for n, number in enumerate(numbers) if number), None)
    if good is None and (inside := _single_number(typed)):
        pieces, numbers, good = list(inside), [_number(inside[0]), None], 0
    if good is None:
        phones.normalize(pieces[0])  # says why not
        raise ValueError(_("The telephone number is not valid."))
    number, zero = numbers[good] or ("", False)
    others = [piece for n, piece in enumerate(pieces) if n != good]
    warnings = []
    if zero:
        warnings.append(
            _("The telephone number had lost its 0; it becomes %(number)s.")
            % {"number": phones.display(number)}
        )
    if others:
        warnings.append(_("The first valid telephone number is taken, the rest goes to the note."))
    return number, others, warnings


def _with_extension(text: str) -> tuple[str, list[str], list[str]] | None:
    """Return a number, its extension for the note, and what is said of it."""
    number, extension = phones.split_extension(PHONE_LABEL.sub("", text))
    found = _number(number) if extension else None
    if found is None:
        return None
    said = {"number": phones.display(found[0]), "extension": extension}
    whole = _("%(number)s, extension %(extension)s") % said
    message = _("“%(extension)s” is taken as the extension of %(number)s: it goes to the note.")
    return found[0], [whole], [message % said]


def _single_number(text: str) -> tuple[str, str] | None:
    """Return the only number in a text, `0912345678 (Zalo)`, and what stands around it."""
    found = list(CONTACT_NUMBER.finditer(text))
    if len(found) != 1 or not _number(found[0][1]) or text[: found[0].start(1)][-1:].isalpha():
        return None
    rest = clean(f"{text[: found[0].start()]} {text[found[0].end() :]}").strip(" ,;:-–()")
    return (found[0][1], rest) if re.search(r"[^\W\d_]", rest) else None


def _number(text: str) -> tuple[str, bool] | None:
    """Return the number, and whether a spreadsheet had taken its zero away."""
    text = FRACTION.sub("", PHONE_LABEL.sub("", text))
    text = text.replace(",", "") if THOUSANDS.fullmatch(text) else text
    try:
        return phones.normalize(text), False
    except ValueError:
        pass
    digits = PHONE_SIGNS.sub("", text)
    if DIGITS.fullmatch(digits):
        try:
            return phones.normalize(f"0{digits}"), True
        except ValueError:
            pass
    return None


def email(text: str) -> tuple[str, list[str], list[str]]:
    """Return the first good address, the others, and warnings. Raises `ValueError`."""
    typed = clean(text)
    if typed.casefold() in BLANKS:
        return "", [], []
    pieces = [piece.strip("<>().") for piece in re.split(r"[;,\s]+", typed)]
    pieces = [piece.removeprefix("mailto:") for piece in pieces if piece]
    good = [piece for piece in pieces if _is_address(piece)]
    if not good:
        raise ValueError(
            _("“%(text)s” is not an e-mail address: correct it or leave it empty.")
            % {"text": typed[:80]}
        )
    others = [piece for piece in pieces if piece != good[0]]
    warnings = (
        [_("The first e-mail address is taken, the rest goes to the note.")] if others else []
    )
    return good[0], others, warnings


def _is_address(text: str) -> bool:
    if "@" not in text:
        return False
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


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


def contact(text: str) -> tuple[str, str, str]:
    """Return name, telephone and e-mail of a contact; the latter two as typed, or ""."""
    typed = clean(text)
    if typed.casefold() in BLANKS:
        return "", "", ""
    address = next((word for word in re.split(r"[\s,;()]+", typed) if _is_address(word)), "")
    rest = typed.replace(address, " ") if address else typed
    number = ""
    if found := CONTACT_NUMBER.search(rest):
        behind = EXTENSION.match(rest, found.end())
        end = behind.end() if behind else found.end()
        number = rest[found.start(1) : end]
        rest = f"{rest[: found.start()]} {rest[end:]}"
    return clean(re.sub(r"[(]\s*[)]", " ", rest)).strip(" -–,;:()/"), number, address


def is_contact(text: str) -> bool:
    """Return whether a cell holds an e-mail address or a telephone number, and little more."""
    if len(text) > LONGEST_CONTACT:
        return False
    if "@" in text and any(map(_is_address, text.split())):
        return True
    digits = sum(map(str.isdecimal, text))  # an identity card has 12, a day 8
    try:
        return (9 <= digits <= 11 or digits >= 18) and bool(phone(text)[0])
    except ValueError:
        return False


def without_addresses(text: str) -> tuple[str, str]:
    """Return a cell for telephones without the e-mail addresses that stand there, and these."""
    found = [word for word in re.split(r"[\s,;/|()]+", text) if _is_address(word)]
    if not found:
        return text, ""
    for word in found:
        text = text.replace(word, " ")
    text = re.sub(r"(?:e-?mail|thư điện tử)\s*:?\s*$", "", text.strip(), flags=re.I)
    return text.strip(" \n,;/|-–()"), ", ".join(found)
