"""Names of persons as Vietnamese offices write them, with honorifics, titles and ranks."""

import re

from events.vietnamese import names
from events.vietnamese.text import clean

HONORIFICS = {
    "mr": {"ong", "o", "nam", "mr", "mr.", "anh"},
    "ms": {"ba", "nu", "ms", "mrs", "ms.", "mrs.", "chi", "co"},
    "comrade": {"dong chi", "d/c", "d/c.", "dc", "dc."},
}
HONORIFIC = re.compile(
    r"\(?(?P<word>ông ?(?:/ ?bà|\(bà\))|ông|ô(?=\.)|bà|đ/c|đc|đồng chí|mr\.?|mrs\.?|ms\.?)"
    r"(?:\)|[\s.:])[\s.:]*(?=\S)",
    re.I,
)
MISTER_THI = re.compile(r"ông\s+thị\s", re.I)  # a woman of the family Ông
# what may begin a name as well: of the families Ông and Đồng
ALSO_A_FAMILY = re.compile(r"(?P<word>ông|đồng chí)\s+(?=[^\W\d_])", re.I)
KINSHIP = re.compile(r"(?P<word>anh|chị|cô)\s+(?=\S)", re.I)  # which are names, too
# what an officer is called before the name; small but for its first letter
RANK = re.compile(r"(?:đại|thượng|trung|thiếu)\s(?:tướng|tá|úy|uý)\s+(?=\S)", re.I)
TITLES = ("GS", "PGS", "TS", "ThS", "TSKH", "BS", "BSCKI", "BSCKII", "CKI", "CKII", "KS", "CN")
DEGREES = {title.casefold(): title for title in TITLES}
NUMBERING = re.compile(r"(?:\d{1,3}\s*[.)]|[-–+*•])\s*(?=[^\W\d_])")
BETWEEN_PERSONS = re.compile(
    r"\s*(?:[,;&\n\r]|(?<![đĐ])/|\s[-–]\s|\b(?:và|cùng)\b|\s\d{1,2}\s*[.)])\s*"
)
BEFORE_DESCRIPTION = re.compile(r"\s*[,;\n\r]\s*|\s+[-–]\s+|\s*(?=\()")
COMMON_FAMILY_NAMES = """
    âu bạch bàn bùi cao châu chu chử diệp doãn dương đàm đặng đào đinh đỗ đoàn đồng giang
    giàng giáp hà hồ hoàng hứa huỳnh kiều kim la lã lại lâm lê lò lộc lục lương lường lưu lý
    mã mạc mai ngô ngụy nguyễn nhâm ninh nông ông phạm phan phí phó phùng quách sầm sùng tạ
    tăng thạch thái thân thào tô tôn tống trần triệu trịnh trương từ văn vàng vi viên võ vũ
    vương
    bế cù giáp hầu khổng khuất khúc ma mẫn mông nghiêm sái thẩm
"""
FAMILY_NAMES = frozenset(COMMON_FAMILY_NAMES.split())
# frequent ones; without those that begin other things, too: `Vụ trưởng`, `Đảng ủy`, `Hoàng Gia`
FREQUENT = {"bui", "dinh", "do", "huynh", "le", "ngo", "nguyen", "pham", "phan", "tran", "trinh"}
FOLDED_FAMILY_NAMES = {names.fold(name) for name in FAMILY_NAMES} - {"ban", "vien", "phong"}
FOLDED_FAMILY_NAMES -= {"be", "cu", "hau", "khong", "man", "sai", "tham"}
# that begin like a family
PLACE_NAMES = {"cao bằng", "hà giang", "hà nam", "hà nội", "hà tĩnh", "thái bình", "thái nguyên"}
PLACE_NAMES |= {"đồng hỷ", "đồng nai", "đồng tháp", "lâm đồng", "võ nhai"}
# families that stand in the middle of names, too: Cao Thông is a man, or the rest of Ông Cao Thông
MIDDLE_NAMES = """
    bạch cao châu diệp giang hà hoàng kiều kim lâm mai mẫn nghiêm ninh thạch thái tôn văn vi viên
"""
IN_THE_MIDDLE = frozenset(MIDDLE_NAMES.split())
NAME_WORDS = range(2, 6)  # how many words the name of a person has
# Phó is mostly a deputy, and a family only before what stands in the middle of names
DEPUTY = re.compile(r"pho (?!(?:ba|dinh|duc|duy|huu|minh|ngoc|nhu|quang|thi|van|xuan)\b)")
NO_PERSONS = re.compile(
    r"(?:phó )?(?:văn (?:thư|phòng|h(?:óa|oá)|nghệ)|thẩm (?:phán|tra|định)|đoàn thanh niên"
    r"|lâm nghiệp|tôn giáo)\b"
)


def honorific_code(text: str) -> str:
    """Return the code of an honorific or a sex; "" for any other word."""
    plain = names.fold(text)
    return next((code for code, words in HONORIFICS.items() if plain in words), "")


def split_honorific(typed: str, chosen: str = "") -> tuple[str, str]:
    """Return the honorific before a name, and the name without it and without its number.

    `chosen` is the code of an honorific or a sex that is said apart. Ông and Đồng are families,
    too: what stands there stays a part of the name, unless a whole name follows.
    """
    plain = _without_number(typed)
    title = HONORIFIC.match(plain)
    if title and _begins_a_name(plain, chosen):
        title = None
    elif title is None and (kin := KINSHIP.match(plain)) and is_person(plain[kin.end() :]):
        title = kin
    return (honorific_code(title["word"]), plain[title.end() :]) if title else ("", plain)


def doubtful_honorific(name: str, chosen: str = "") -> str:
    """Return the first word of a name that may be meant as an honorific: `Ông` in `Ông Hải Miên`.

    "" where it can only be a family, as in `Ông Thị Lan`, or beside the sex of a woman.
    """
    found = ALSO_A_FAMILY.match(name)
    if not found or MISTER_THI.match(name) or split_honorific(name, chosen)[0]:
        return ""
    return "" if {chosen, honorific_code(found["word"])} == {"mr", "ms"} else found["word"]


def without_honorific(name: str) -> str:
    """Return a name without whatever may be an honorific before it; never to be stored."""
    plain = _without_number(name)
    found = None if MISTER_THI.match(plain) else HONORIFIC.match(plain)
    return plain[found.end() :] if found else split_honorific(plain)[1]


def _without_number(text: str) -> str:
    return NUMBERING.sub("", text, count=1) if NUMBERING.match(text) else text


def _begins_a_name(text: str, chosen: str) -> bool:
    """Return whether what reads like an honorific is a part of the name, or may be one."""
    found = ALSO_A_FAMILY.match(text)
    if found is None:
        return False
    word, rest = found["word"], BEFORE_DESCRIPTION.split(text[found.end() :], maxsplit=1)[0]
    words = rest.split()
    if MISTER_THI.match(text):
        return True
    # a name is written in one way: `ông Hải Miên`, `Đồng chí Thanh` and `ÔNG Hải Miên` are not
    if honorific_code(words[0].strip(".:()")) or _way(word) != _way(rest):
        return False
    if RANK.match(rest) or _degree(words[0], leads=len(words) > 2):
        return False
    contradicts = {chosen, honorific_code(word)} == {"mr", "ms"}
    return not _is_whole_name(words, sure=contradicts)


def _way(text: str) -> str:
    """Return how a text is written: in capitals, small, or with capitals where words begin."""
    if text.isupper() or text.islower():
        return "upper" if text.isupper() else "lower"
    return "title" if all(word[:1].isupper() for word in text.split()) else "mixed"


def _is_whole_name(words: list[str], *, sure: bool) -> bool:
    """Return whether words begin with a family; `sure`: with one that is no middle name, too."""
    full = " ".join(word.capitalize() for word in words)
    first = words[0].casefold()
    if first in IN_THE_MIDDLE and (sure or len(words) == 2):
        return False
    return is_person(full) or (len(words) > 2 and names.fold(words[1]) == "van")


def strip_rank(text: str) -> str:
    """Return a name without the rank of an officer before it."""
    return RANK.sub("", text, count=1) if RANK.match(text) else text


def split_description(text: str) -> tuple[str, str]:
    """Return a name and what is written behind it: `Lê An, Phó Giám đốc`, `Lê An (trưởng đoàn)`."""
    first, *others = BEFORE_DESCRIPTION.split(text.strip(), maxsplit=1)
    rest = "".join(others)
    broken = "\n" in text and "(" not in text and all(w[:1].isupper() for w in rest.split())
    if not rest or " " not in clean(first) or find_persons(rest) or broken:  # a name on two lines
        return text, ""
    return first, clean(rest).removeprefix("(").removesuffix(")").strip(" ,;-–")


def find_persons(text: str) -> list[str]:
    """Return the parts of a text that can only be the name of a person."""
    return [part for part in BETWEEN_PERSONS.split(text) if names_person(clean(part))]


def is_person(text: str) -> bool:
    """Return whether it can only be a name: `Đoàn Văn Bộ`, not `Đoàn Thanh niên`; cleaned."""
    words = [word for word in text.split() if not _degree(word)]
    if len(words) not in NAME_WORDS or not all(word[:1].isupper() for word in words):
        return False
    first = words[0].casefold()
    if first in ("phó", "pho") and DEPUTY.match(names.fold(text)):
        return False
    if NO_PERSONS.match(text.casefold()):
        return False
    if first in FAMILY_NAMES:
        return text.casefold() not in PLACE_NAMES
    if words[1].casefold() == "thị" and len(words) > 2:  # of rarer families
        return first not in {"siêu", "đô"}
    return first in FOLDED_FAMILY_NAMES and names.fold(text) == text.casefold()


def names_person(text: str) -> bool:
    """Return whether it can only be a name, with its honorific or without; cleaned."""
    return is_person(without_honorific(text))


def is_surely_person(text: str) -> bool:
    """Return whether it is a person also where positions stand: `Ông An`, `Lê An`, `Ma Thị An`."""
    plain = _without_number(clean(text))
    full = without_honorific(plain)
    if not is_person(full):
        return False
    first, second, *more = (names.fold(word) for word in full.split() if not _degree(word))
    return full != plain or first in FREQUENT or (bool(more) and second in ("thi", "van"))


def is_doubtful(full: str) -> bool:
    """Return whether a name holds what names do not: `Giám đốc`, `Lê An + 01 lái xe`."""
    words = full.split()
    strange = re.search(r"[\d:+!?*^~=•]", full) is not None
    return strange or (len(words) > 1 and words[-1][0].islower())


def proper_case(full: str) -> str:
    """Return a name that is all capitals, or all small, with capitals where they belong."""
    before, words = [], full.split()
    while len(words) > 2 and (title := _degree(words[0], leads=True)):
        before.append(title)
        words.pop(0)
    if rank := RANK.match(" ".join(words)):
        before.append(rank[0].strip())
        words = words[2:]
    letters = "".join(word for word in words if not _degree(word))
    if not (letters.isupper() or letters.islower()) or len(letters) < 2:
        return full
    if rank:
        before[-1] = before[-1].capitalize()
    return " ".join([*before, *(_degree(word) or _capital(word) for word in words)])


def _degree(word: str, *, leads: bool = False) -> str:
    """Return academic titles as they are written, `PGS.TS.`; "" for any other word."""
    if "." not in word and word.casefold() not in DEGREES:
        return ""
    parts = word.split(".")
    # a family name can be all that a short word is: only its place before the name, the dot, or
    # three letters, make a title
    if not any(parts) or (len(parts) == 1 and len(word) < 3 and not (leads and word.isupper())):
        return ""
    if all(not part or part.casefold() in DEGREES for part in parts):
        return ".".join(DEGREES.get(part.casefold(), "") for part in parts)
    return word if word.replace(".", "").casefold() in DEGREES else ""


def _capital(word: str) -> str:
    """Return a word with a capital, also behind the signs in names of the highlands: `H'Hen`."""
    return "".join(part.capitalize() for part in re.split(r"(['’ʼ.-])", word))
