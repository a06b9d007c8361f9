"""Amounts of Vietnamese đồng, in figures and in words.

Figures: Luật Kế toán (88/2015/QH13), Điều 10-11. Words: the northern standard (nghìn, linh, tỷ).
"""

import re
import unicodedata

from events.vietnamese.text import clean

LIMIT = 10**15
_OUT_OF_RANGE = "Số tiền phải từ 0 đến 999.999.999.999.999 đồng."
_BILLION = 10**9
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LAST_DIGIT_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}

_UNIT = r"(?:đồng(?: chẵn)?|dong|đ|d|₫|vnđ|vnd)"
_FIGURES = re.compile(
    rf"(?:{_UNIT} ?)?"
    rf"(?P<number>[0-9]+|[0-9]{{1,3}}(?P<mark>[., ])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)"
    rf"(?: ?{_UNIT}\.?)?"
)


def in_words(n: int, *, even_suffix: bool = True) -> str:
    """Whole đồng in words: 500000000 is "Năm trăm triệu đồng chẵn".

    "chẵn" follows whole thousands; even_suffix=False never writes it.
    Raises ValueError (in Vietnamese) unless 0 <= n < 10**15.
    """
    words = _words(_checked(n))
    suffix = " chẵn" if even_suffix and n and n % 1000 == 0 else ""
    return f"{words[0].upper()}{words[1:]} đồng{suffix}"


def number_in_words(n: int) -> str:
    """A number in small letters: 4 is "bốn". Range and errors as in `in_words`."""
    return _words(_checked(n))


def ordinal(n: int) -> str:
    """A place in an order, behind "thứ": 1 is "nhất", 4 is "tư". Range and errors as above."""
    return {1: "nhất", 4: "tư"}.get(n) or number_in_words(n)


def figures(n: int) -> str:
    """Whole đồng in figures: 500000000 is "500.000.000 đồng". Errors as in `in_words`."""
    return f"{_checked(n):,} đồng".replace(",", ".")


def parse(text: str) -> int:
    """Whole đồng from figures as people type them: "500.000.000 đ", "500 000 000", "VND 500,000".

    The đồng has no decimals in use, so a comma between groups of three is a group mark too.
    Raises ValueError (in Vietnamese), also for a leading zero: that is a phone number.
    """
    typed = clean(unicodedata.normalize("NFKC", text)).casefold()
    match = _FIGURES.fullmatch(re.sub(r" ?([.,]) ?", r"\1", typed))
    if match is None:
        raise ValueError("Số tiền không hợp lệ: vui lòng nhập đủ các chữ số, ví dụ 500.000.000.")
    digits = re.sub("[., ]", "", match["number"])
    if digits[0] == "0" and digits != "0":
        raise ValueError("Số tiền không được bắt đầu bằng số 0, ví dụ đúng: 500.000.000.")
    if len(digits) > len(str(LIMIT)):
        raise ValueError(_OUT_OF_RANGE)
    return _checked(int(digits))


def _checked(n: int) -> int:
    if not 0 <= n < LIMIT:
        raise ValueError(_OUT_OF_RANGE)
    return n


def _words(n: int) -> str:
    billions, rest = divmod(n, _BILLION)
    words = [_words(billions), "tỷ"] if billions else []
    for unit, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = rest // unit % 1000
        if group:
            words += _group(group, first=not words) + ([name] if name else [])
    return " ".join(words) or _DIGITS[0]


def _group(group: int, *, first: bool) -> list[str]:
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    words = [] if first and not hundreds else [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        return words + ([*(["linh"] if words else []), _DIGITS[units]] if units else [])
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if tens == 1:
        last = "lăm" if units == 5 else _DIGITS[units]
    else:
        last = _LAST_DIGIT_AFTER_TENS.get(units, _DIGITS[units])
    return words + ([last] if units else [])
