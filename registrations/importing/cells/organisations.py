"""Organisations and positions, by their words; both in one cell: `Giám đốc, Sở Y tế`."""

import re

from events.vietnamese import names
from events.vietnamese.persons import is_person
from events.vietnamese.text import clean

BETWEEN = re.compile(r"\s*[,;\n]\s*|\s+[-–]\s+")
POSITION = re.compile(
    r"(?:(?:pho|quyen|q|nguyen|cuu)[ .]+)*(?:bi thu|bien tap vien|can bo|"
    r"chanh(?: van phong| thanh tra)?|chi huy|chu nhiem|chu tich|chuyen vien|dai bieu|"
    r"dai (?:ta|uy|tuong)|dieu duong|giam doc|giao vien|giang vien|hoi vien|ke toan|ky su|lanh dao|"
    r"nhan vien|pho|phong vien|phu trach|thanh vien|thu ky|thu truong|thuong truc|thuong vu|"
    r"tong (?:giam doc|bien tap)|tinh uy vien|uy vien|van thu|"
    r"truong (?:ban|bo mon|bo phan|cong an|dai dien|doan|khoa|khoi|nhom|phong|thon|tram|xom)|"
    r"(?:bo|cuc|doi|hieu|hoi|vien|to|vu) truong|"
    r"p?(?:gd|cvp|ht|bt)|tgd|pct|ct(?= (?:ubnd|hdnd|hoi))|cv)\b"
)
# with their accents: Phương, Xa, Sô, Bảo and Huyền are names
ORGANISATION_WORDS = (
    r"(?:(?:ban|bộ|cục|hội|khoa|nhà|sở|thuế)"
    r"(?! văn (?!hóa|phòng|nghệ|thư|học|xã|bản)\w| thị (?!trường|xã|trấn)\w)|"
    r"báo|bảo (?:hiểm|tàng|việt)|bệnh viện|bưu điện|các|chi cục|chi nhánh|công an|công đoàn|"
    r"công ty|đài(?! tá | úy | đức )|đại biểu|đại học|đại sứ quán|đảng ủy|điện lực|đoàn|"
    r"doanh nghiệp|hđnd|hiệp hội|học viện|hợp tác xã|htx|huyện|khách|kho bạc|khối|lãnh đạo|"
    r"liên đoàn|liên hiệp|liên minh|mặt trận|ngân hàng|nhóm|phòng|phường|tập đoàn|"
    r"thành phần|thành phố|thanh tra|thành ủy|thường trực|tỉnh|tổ chức|tòa án|tổng công ty|"
    r"tổng cục|trung tâm|trường|ubnd|ủy ban|văn phòng|viễn thông|viện|vnpt|viettel|xã)\b(?= )"
)
ORGANISATION = re.compile(ORGANISATION_WORDS)
FOLDED_ORGANISATION = re.compile(names.fold(ORGANISATION_WORDS))
UNFINISHED_POSITION = re.compile(r"(?:pho |quyen )?(?:truong|chanh|pho)")
CHIEF = re.compile(r"(?:\w+ )?trưởng\b")
SCHOOL = re.compile(r"(?:\w+ )?trường\b")  # that is a chief only without its accents


def is_organisation(text: str) -> bool:
    """Return whether a text names an organisation, not a person; accents count where it has any."""
    typed, plain = names.normalize_tone_placement(text.casefold()), names.fold(text)
    words = FOLDED_ORGANISATION if typed == plain else ORGANISATION
    return words.match(typed + " ") is not None and not is_person(text)


def is_position(text: str) -> bool:
    """Return whether a text begins as what somebody is: `Trưởng ban Dân vận`."""
    typed = clean(text).casefold()
    if SCHOOL.match(typed):
        return False
    return bool(POSITION.match(names.fold(typed)) or CHIEF.match(typed))


def _is_only_position(text: str) -> bool:
    """Return whether a text is what somebody is, and names no organisation: `Phó Giám đốc`."""
    return is_position(text) and POSITION.fullmatch(names.fold(clean(text))) is not None


def split_position(
    text: str, *, organisation_first: bool, organisation_known: bool
) -> tuple[str, str, bool]:
    """Return position, organisation, and whether that is a guess.

    `organisation_first` is the order that the heading tells; where the organisation is known from
    elsewhere, what cannot be split is the position.
    """
    text = text.strip()
    ways = (_organisation_last(text), _organisation_first(text))
    for n, way in enumerate(reversed(ways) if organisation_first else ways):
        if way:
            return *way, n > 0
    if _is_organisation(text):
        return "", text, True
    if organisation_known:
        return text, "", not is_position(text)
    if _is_only_position(text):
        return text, "", False
    if inside := _organisation_inside(text):
        position, organisation = map(names.fold, inside)
        half = (
            UNFINISHED_POSITION.fullmatch(position)
            or FOLDED_ORGANISATION.sub("", f"{organisation} ") == " "
        )
        return *inside, bool(half or BETWEEN.search(text))
    first, *rest = BETWEEN.split(text, maxsplit=1)
    if rest and rest[0] and is_position(first) and not is_position(rest[0]) and " - " not in text:
        return first, rest[0], True
    return "", text, True


def _is_organisation(text: str) -> bool:
    return is_organisation(clean(text)) and not is_position(text)


def _splits(text: str) -> list[tuple[str, str, str]]:
    """Return every way to split a text in two, with the sign between them, from the left."""
    found = [
        (text[: sign.start()], sign[0].strip(), text[sign.end() :])
        for sign in BETWEEN.finditer(text)
    ]
    return [split for split in found if split[0] and split[2]]


def _organisation_last(text: str) -> tuple[str, str] | None:
    """Split a position from its organisation: `Trưởng khoa | Trung tâm Y tế, Sở Y tế`."""
    found = None
    for left, sign, right in reversed(_splits(text)):
        if found and sign not in (",", "\n"):
            break
        if _is_organisation(right):
            found = left, right
        elif found:
            break
    return found


def _organisation_first(text: str) -> tuple[str, str] | None:
    for left, _sign, right in _splits(text):
        if _is_organisation(left) and is_position(right):
            return right, left
    return None


def _organisation_inside(text: str) -> tuple[str, str] | None:
    """Split `Bí thư Đảng ủy, Giám đốc Sở Nội vụ` before the organisation, at a capital."""
    start = max((sign.end() for sign in BETWEEN.finditer(text)), default=0)
    if not is_position(text[start:]):
        return None
    for word in re.finditer(r"(?<=\s)[^\W\d_]", text[start:]):
        at = start + word.start()
        if word[0].isupper() and _is_organisation(text[at:]):
            return text[:at].strip(), text[at:]
    return None
