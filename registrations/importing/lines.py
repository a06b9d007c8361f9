"""Lines of a table that are no entry: totals, signatures, names of groups, numbered columns."""

import re

from events.vietnamese import names
from events.vietnamese.text import clean
from registrations.importing.headings import Columns
from registrations.importing.persons import is_person
from registrations.importing.tables import Line

TOTAL = re.compile(
    r"(tổng số|tổng cộng|tong so|tong cong(?! ty)|cộng cộng)\b"
    r"|(tổng|cộng|cong)\s*([:(\d]|$)"
    r"|(danh sách|danh sach)( này| nay)? (có|gồm|co|gom)\b",
    re.I,
)
END = re.compile(
    r"(người lập|nguoi lap|nơi nhận|noi nhan|đại diện đơn vị"
    r"|thủ trưởng (đơn vị|cơ quan)|thu truong (don vi|co quan)"
    r"|xác nhận của|xac nhan cua|\(?ký[ ,)]|\(ky|(tm|kt|tl|tuq|q)\. ?[^\W\d_]{2,})"
    r"|.{0,60}\bng(ày|ay)[\s\d.…/]*th(áng|ang)\b",
    re.I,
)
SIGNER = re.compile(
    r"(?:PHÓ |Q\. ?|QUYỀN |TỔNG )*"
    r"(?:GIÁM ĐỐC|CHỦ TỊCH|BÍ THƯ|THỦ TRƯỞNG|LÃNH ĐẠO|CHÁNH VĂN PHÒNG|"
    r"(?:HIỆU|VIỆN|CỤC) TRƯỞNG|TRƯỞNG (?:PHÒNG|BAN|ĐOÀN|KHOA))(?: [\w, ]{1,40})?"
)
GROUP = re.compile(r"^([IVXLC]{1,6}|[A-HĐ])[\s.)/:-]+(?=\S)")
DOTS = re.compile(r"[.…_\s–-]*")
ORDER = re.compile(r"(\d{1,5})\s*[.)]?")
BODIES = re.compile(
    r"(?:ban|bao|benh vien|bo|cac|chi cuc|cong an|cong ty|cuc|dai|dai bieu|dai hoc|doan|"
    r"doanh nghiep|hdnd|hiep hoi|hoc vien|hoi|hop tac xa|htx|huyen|khach|khoi|lanh dao|"
    r"lien hiep|lien minh|mat tran|ngan hang|nha|nhom|phong|phuong|so|tap doan|thanh phan|"
    r"thanh pho|thuong truc|tinh|to chuc|tong cong ty|trung tam|truong|ubnd|uy ban|"
    r"van phong|vien|xa) "
)
KINDS = re.compile(
    r"(?:cac|cap|chuyen vien|can bo|dai bieu|danh sach|doi tuong|du phong|khach|khoi|lanh dao|nhom|"
    r"thanh phan) "
)


def is_ordinal(text: str) -> bool:
    """Return whether this is the number of an entry."""
    return ORDER.fullmatch(text) is not None


def is_total(line: Line) -> bool:
    """Return whether the line counts the entries."""
    words = [clean(cell) for cell in line.filled() if not is_ordinal(clean(cell))]
    return bool(words) and len(words) <= 3 and TOTAL.match(words[0]) is not None


def is_end(line: Line, columns: Columns) -> bool:
    """Return whether signatures begin here."""
    if columns.number is not None and is_ordinal(line.get(columns.number)):
        return False
    texts = [clean(cell) for cell in line.filled()]
    if len(texts) <= 3 and any(END.match(text) for text in texts):
        return True
    nameless = columns.number is not None and not line.get(columns.home())
    return nameless and len(texts) == 1 and SIGNER.fullmatch(texts[0]) is not None


def is_placeholder(line: Line, columns: Columns) -> bool:
    """Return whether the line only keeps the place of an entry, or not even that: 4 | … | …."""
    return all(DOTS.fullmatch(line.get(i)) for i in columns.entry())


def is_numbering(line: Line) -> bool:
    """Return whether the line numbers the columns: (1) (2) (3), or A B 1 2."""
    texts = [cell.strip("() ") for cell in line.filled()]
    small = all(re.fullmatch(r"\d{1,2}|[A-Z]", text) for text in texts)
    digits = [int(text) for text in texts if text.isdecimal()]
    return len(texts) > 2 and small and len(digits) > 1 and digits == sorted(set(digits))


def group_of(line: Line, columns: Columns) -> str | None:
    """Return the name of a group, where the line has nothing but that."""
    number = columns.number
    head = "" if number is None else line.get(number)
    rest = [i for i, cell in enumerate(line.cells) if cell and i != number]
    if is_ordinal(head):  # bodies may be numbered, their people 1.1, 1.2
        text = clean(line.get(rest[0])) if rest == [columns.home()] else ""
        return text if columns.needed == "name" and is_body(text) else None
    if number is not None and head and not _is_mark(head):
        rest.insert(0, number)  # a name that is merged over the table, or begins in it
    home = columns.home()
    if len(rest) != 1 or rest[0] > home:
        return None
    text = clean(line.get(rest[0]))
    without = GROUP.sub("", text, count=1)
    marked = (
        _is_mark(head)
        or without != text
        or line.widths.get(rest[0], 1) > len(columns.of.get("name", [0]))
    )
    if marked or rest[0] != home or (columns.needed == "name" and is_body(text)):
        return without.rstrip(" :;,.")
    return None


def is_kind(text: str) -> bool:
    """Return whether the name of a group tells a kind of guests rather than a body."""
    return KINDS.match(names.fold(text) + " ") is not None


def _is_mark(text: str) -> bool:
    return re.fullmatch(r"(?:[IVXLC]{1,6}|[A-HĐ])\s*[.)]?", text) is not None


def is_body(text: str) -> bool:
    """Return whether a text names a body rather than a person."""
    return BODIES.match(names.fold(text) + " ") is not None and not is_person(text)
