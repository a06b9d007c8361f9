"""Phone numbers: stored as E.164, shown the way people in Vietnam write them."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

from events.vietnamese import old_phones
from events.vietnamese.text import clean

_EXAMPLES = "số di động 10 chữ số như 0912 345 678 hoặc số cố định có mã vùng như 0208 3855 123"
_AT_HOME = re.compile(r"\+84([1-9][0-9]{8,9})")
_SIGNS = re.compile(r"[\s.()‐-―−-]")
_DIGITS = re.compile(r"\+?\d+")
_LOST_ZERO = re.compile("[35789][0-9]{8}")
# A number inside Vietnam starts with the trunk 0, the country code, or is a 1800/1900 service.
_COMPLETE = re.compile(r"\+|0|84[0-9]{9}|1[89]00")
_TRUNK = re.compile(r"(?:(?:\+|00)840?|0|84(?=[0-9]{9,10}$))(?=[1-9])")
# Networks of the State, which the library knows in part: 069 of police and army with six or seven
# digits behind it, 080 of the bodies of Party and State with five.
_OF_THE_STATE = re.compile("69[0-9]{6,7}|80[0-9]{5}")
_SHOWN_OF_THE_STATE = re.compile(r"\+84(69(?=\d{5,7}$)|80(?=\d{5}$))(\d{3})(\d{2,4})")
_EXTENSION = re.compile(
    r"(?:[\s,;(/–-]*(?<![^\W\d_])(?:số\s+)?(?:máy\s*lẻ|máy\s*nhánh|nhánh|lẻ|ml|extension|ext|x)(?=[\W\d])"
    r"|\s*[#/(]|\s+[–-]\s)"
    r"[\s.:(]*(?P<extension>\d{1,5})[\s).]*",
    re.I,
)

LONGEST = 20  # signs; the library is slow at what nobody can dial


def normalize(text: str, *, lost_zero: bool = False) -> str:
    """E.164 of a typed number, "+84912345678"; without a country code it is Vietnamese.

    Spaces, dots, hyphens, brackets and "+84 (0)" are understood. lost_zero=True also takes
    nine digits starting with 3, 5, 7, 8 or 9: a spreadsheet dropped the leading 0.
    Raises ValueError, in Vietnamese, which says what to type: of a number from before 2018 the
    one of today, of a number with an extension the number alone.
    """
    typed = clean(unicodedata.normalize("NFKC", text))
    if not typed:
        raise ValueError(f"Vui lòng nhập số điện thoại: {_EXAMPLES}.")
    digits = _SIGNS.sub("", typed.removeprefix("'"))
    if _DIGITS.fullmatch(digits):
        digits = "".join(c if c == "+" else str(unicodedata.decimal(c)) for c in digits)
        if lost_zero and _LOST_ZERO.fullmatch(digits):
            digits = f"0{digits}"
        if found := _e164(digits):
            return found
    number, extension = split_extension(typed)
    if extension:
        raise ValueError(
            f"Ô này chỉ ghi số điện thoại: vui lòng nhập {display(normalize(number))}, "
            f"không kèm máy lẻ {extension}."
        )
    # Letters are refused here, or the library would read them as keys of the phone.
    if not _DIGITS.fullmatch(digits):
        raise ValueError(
            f"Số điện thoại chỉ gồm các chữ số, mỗi ô một số: vui lòng nhập {_EXAMPLES}."
        )
    if not digits.startswith(("+", "0")) and _e164(f"0{digits}"):
        raise ValueError(f"Số điện thoại thiếu số 0 ở đầu: vui lòng nhập 0{digits}.")
    raise ValueError(_of_old(digits) or f"Số điện thoại không hợp lệ: vui lòng nhập {_EXAMPLES}.")


def split_extension(text: str) -> tuple[str, str]:
    """Return a number and the extension behind it: `0208 3855 001 - máy lẻ 105`, `…/105`.

    The extension is "" where there is none, or where what stands before it is no number of itself,
    of today or of old.
    """
    typed = clean(unicodedata.normalize("NFKC", text))
    for found in _EXTENSION.finditer(typed[: 3 * LONGEST]):
        number = typed[: found.start()]
        digits = _SIGNS.sub("", number)
        if found.end() == len(typed) and (_e164(digits) or _of_old(digits)):
            return number, found["extension"]
    return text, ""


def display(e164: str) -> str:
    """For people: "0912 345 678" in Vietnam, "+1 650-253-0000" for a foreign number.

    A text that is no number comes back unchanged: a page must not fail over one old record.
    """
    style = phonenumbers.PhoneNumberFormat
    if not e164.startswith("+"):
        return e164
    if state := _SHOWN_OF_THE_STATE.fullmatch(e164):
        net, *rest = state.groups()
        return f"0{net} {''.join(rest) if net == '80' else ' '.join(rest)}"
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
def _e164(digits: str) -> str:
    """Return a number that can be dialled, "" for any other."""
    # the library also takes a number without its leading 0
    if len(digits) > LONGEST or not digits.isascii() or not _COMPLETE.match(digits):
        return ""
    if _OF_THE_STATE.fullmatch(national := _national(digits)):
        return f"+84{national}"
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _national(digits: str) -> str:
    """Return the digits without 0 and Vietnam's country code; "" where neither stands there."""
    trunk = _TRUNK.match(digits)
    return digits[trunk.end() :] if trunk else ""


def _of_old(digits: str) -> str:
    """Tell today's number of one from before 2018; "" for any other."""
    found = old_phones.today(_national(digits) or digits)
    number = _e164(f"0{found[1]}") if found else ""
    if not found or not number:
        return ""
    code, today = found[0], display(number)
    if old_phones.is_doubtful(code):
        return (
            f"Số điện thoại không hợp lệ: vui lòng kiểm tra lại từng chữ số; nếu 0{code} là mã "
            f"vùng cũ thì số này nay là {today}."
        )
    return f"Đầu số 0{code} không còn dùng, số này nay là {today}: vui lòng nhập số mới."
