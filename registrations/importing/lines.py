"""Lines of a table that are no entry: totals, signatures, names of groups, numbered columns."""

import re

from events.vietnamese import names
from events.vietnamese.text import clean
from registrations.importing.headings import Columns
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
GROUP = re.compile(r"^([IVXLC]{1,6}|[A-HĐ])[\s.)/:-]+(?=\S)")
ORDER = re.compile(r"(\d{1,5})\s*[.)]?")
BODIES = re.compile(
    r"(?:ban|bao|benh vien|bo|cac|chi cuc|cong an|cong ty|cuc|dai|dai bieu|dai hoc|doan|"
    r"doanh nghiep|hdnd|hiep hoi|hoc vien|hoi|hop tac xa|htx|huyen|khach|khoi|lanh dao|"
    r"lien hiep|lien minh|mat tran|ngan hang|nha|nhom|phong|phuong|so|tap doan|thanh phan|"
    r"thanh pho|thuong truc|tinh|to chuc|tong cong ty|trung tam|truong|ubnd|uy ban|"
    r"van phong|vien|xa) "
)
FAMILIES = re.compile(
    r"(?:bui|cao|chu|dang|dao|dinh|do|doan|duong|ha|ho|hoang|hua|huynh|la|lam|le|luong|luu|ly|"
    r"ma|mai|ngo|nguyen|nong|pham|phan|phung|quach|ta|thai|to|tran|trieu|trinh|truong|vo|vu|"
    r"vuong) "
)
PERSON = range(2, 6)  # words in the name of a person


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
    return len(texts) <= 3 and any(END.match(text) for text in texts)


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
    if number is not None and head and not _is_mark(head):
        rest.insert(0, number)  # a name that is merged over the table, or begins in it
    home = columns.home()
    if is_ordinal(head) or len(rest) != 1 or rest[0] > home:
        return None
    text = clean(line.get(rest[0]))
    without = GROUP.sub("", text, count=1)
    marked = (
        _is_mark(head)
        or without != text
        or line.widths.get(rest[0], 1) > len(columns.of.get("name", [0]))
    )
    if marked or rest[0] != home or (columns.needed == "name" and _is_body(text)):
        return without.rstrip(" :;,.")
    return None


def _is_mark(text: str) -> bool:
    return re.fullmatch(r"(?:[IVXLC]{1,6}|[A-HĐ])\s*[.)]?", text) is not None


def _is_body(text: str) -> bool:
    """Return whether a text names a body rather than a person."""
    return BODIES.match(names.fold(text) + " ") is not None and not _is_person(text)


def _is_person(text: str) -> bool:
    """Return whether it can only be a name: `Đoàn Văn Bộ`, not `Đoàn Thanh niên`."""
    words = text.split()
    capitals = all(word[:1].isupper() for word in words)
    return len(words) in PERSON and capitals and FAMILIES.match(names.fold(text)) is not None
