"""Phone numbers: stored as E.164, shown the way people in Vietnam write them."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

from events.vietnamese.text import clean

_EXAMPLES = "số di động 10 chữ số như 0912 345 678 hoặc số cố định có mã vùng như 0208 3855 123"
_AT_HOME = re.compile(r"\+84([1-9][0-9]{8,9})")
_SIGNS = re.compile(r"[\s.()‐-―−-]")
_DIGITS = re.compile(r"\+?\d+")
_LOST_ZERO = re.compile("[35789][0-9]{8}")
# A number inside Vietnam starts with the trunk 0, the country code, or is a 1800/1900 service.
_COMPLETE = re.compile(r"\+|0|84[0-9]{9}|1[89]00")

LONGEST = 20  # signs; the library is slow at what nobody can dial


def normalize(text: str, *, lost_zero: bool = False) -> str:
    """E.164 of a typed number, "+84912345678"; without a country code it is Vietnamese.

    Spaces, dots, hyphens, brackets and "+84 (0)" are understood. lost_zero=True also takes
    nine digits starting with 3, 5, 7, 8 or 9: a spreadsheet dropped the leading 0.
    Raises ValueError, in Vietnamese, which says what to type.
    """
    typed = clean(unicodedata.normalize("NFKC", text))
    if not typed:
        raise ValueError(f"Vui lòng nhập số điện thoại: {_EXAMPLES}.")
    digits = _SIGNS.sub("", typed.removeprefix("'"))
    # Letters are refused here, or the library would read them as keys of the phone.
    if not _DIGITS.fullmatch(digits):
        raise ValueError(
            f"Số điện thoại chỉ gồm các chữ số, mỗi ô một số: vui lòng nhập {_EXAMPLES}."
        )
    digits = "".join(char if char == "+" else str(unicodedata.decimal(char)) for char in digits)
    if lost_zero and _LOST_ZERO.fullmatch(digits):
        digits = f"0{digits}"
    number = _valid(digits)
    if number is None and not digits.startswith(("+", "0")) and _valid(f"0{digits}"):
        raise ValueError(f"Số điện thoại thiếu số 0 ở đầu: vui lòng nhập 0{digits}.")
    if number is None:
        raise ValueError(f"Số điện thoại không hợp lệ: vui lòng nhập {_EXAMPLES}.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display(e164: str) -> str:
    """For people: "0912 345 678" in Vietnam, "+1 650-253-0000" for a foreign number.

    A text that is no number comes back unchanged: a page must not fail over one old record.
    """
    style = phonenumbers.PhoneNumberFormat
    if home := _AT_HOME.fullmatch(e164):  # nothing that the library would have to find out
        number = phonenumbers.PhoneNumber(country_code=84, national_number=int(home[1]))
        return phonenumbers.format_number(number, style.NATIONAL)
    try:
        number = phonenumbers.parse(e164, "VN")
    except phonenumbers.NumberParseException:
        return e164
    at_home = number.country_code == 84
    return phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)


@lru_cache(64)  # what is wrong without its leading 0 is asked for with it at once
def _valid(digits: str) -> phonenumbers.PhoneNumber | None:
    # the library also takes a number without its leading 0
    if len(digits) > LONGEST or not _COMPLETE.match(digits):
        return None
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
