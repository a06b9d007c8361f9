"""Lines of a table that are no entry: totals, signatures, numbered columns."""

import re

from events.vietnamese import names
from events.vietnamese.persons import PLACE_NAMES, is_person, split_description, split_honorific
from events.vietnamese.text import clean
from registrations.importing.cells.organisations import is_organisation, is_position
from registrations.importing.files.sheets import SheetRow
from registrations.importing.table.columns import Columns, field_of

TOTAL = re.compile(
    r"(tổng số|tổng cộng|tong so|tong cong(?! ty)|cộng cộng)\b"
    r"|(tổng|cộng|cong)\s*([:(\d]|$)"
    r"|(danh sách|danh sach)( này| nay)? (có|gồm|co|gom)\b",
    re.I,
)
END = re.compile(
    r"(người lập|nguoi lap|nơi nhận|noi nhan|đại diện đơn vị"
    r"|thủ trưởng (đơn vị|cơ quan)|thu truong (don vi|co quan)"
    r"|(cán bộ|người) (tổng hợp|lập biểu)\b"
    r"|xác nhận của|xac nhan cua|\(?ký[ ,)]|\(ky|((tm|kt|tl|tuq|q)\.|t/m\b\.?) ?[^\W\d_]{2,})",
    re.I,
)
DATE = re.compile(
    r".{0,60}\bng(ày|ay)([\s\d.…/]*th(áng|ang)\b| ?\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}\W*$)", re.I
)
NOTE = re.compile(
    r"[*(\s]*(?:(?:ghi chú|lưu ý|(?:người |thông tin |cán bộ )?(?:liên hệ|đầu mối)|lái xe|"
    r"mọi chi tiết|trân trọng)\b[^:!]{0,40}[:!]|(?:ghi chú|lưu ý|trân trọng cảm ơn)$|"
    r"bằng chữ\b|ấn định danh sách\b)",
    re.I,
)
LABEL = re.compile(r"[^\W\d_][^:]{1,40}:(?P<more>.*)")
SIGNER = re.compile(
    r"(?:PHÓ |Q\. ?|QUYỀN |TỔNG )*"
    r"(?:GIÁM ĐỐC|CHỦ TỊCH|BÍ THƯ|THỦ TRƯỞNG|LÃNH ĐẠO|CHÁNH VĂN PHÒNG|"
    r"(?:HIỆU|VIỆN|CỤC) TRƯỞNG|TRƯỞNG (?:PHÒNG|BAN|ĐOÀN|KHOA))(?: [\w, ]{1,40})?"
)
DOTS = re.compile(r"[.…_\s–-]*")
ORDER = re.compile(r"(\d{1,5})\s*[.)]?")
PAGE = re.compile(r"(?:trang|tờ|page)(?: số)? \d{1,3}(?: ?/ ?\d{1,3})?", re.I)
KINDS = re.compile(
    r"(?:cac|cap|chuyen vien|can bo|dai bieu|danh sach|doi tuong|du phong|khach|khoi|lanh dao|nhom|"
    r"thanh phan) "
)


def is_ordinal(text: str) -> bool:
    """Return whether this is the number of an entry."""
    return ORDER.fullmatch(text) is not None


def is_counted(line: SheetRow, columns: Columns) -> bool:
    """Return whether the line has the number of an entry."""
    return columns.number is not None and is_ordinal(line.get(columns.number))


def is_total(line: SheetRow) -> bool:
    """Return whether the line counts the entries."""
    words = [clean(cell) for cell in line.filled() if not is_ordinal(clean(cell))]
    return bool(words) and len(words) <= 3 and TOTAL.match(words[0]) is not None


def is_entry(line: SheetRow, columns: Columns, *, others: int = 1) -> bool:
    """Return whether it can only be an entry: a person, or a body, and so much more about it."""
    own = columns.by_field.get(columns.required, [columns.first_column()])
    text = " ".join(filter(None, map(line.get, own)))
    more = [clean(line.get(i)) for i in columns.entry_columns() if i not in own and line.get(i)]
    if len(more) < others:
        return False
    if columns.required != "name":
        return is_organisation(clean(text))
    # beside the name of who signs stands that of another who signs
    return is_person(split_honorific(clean(split_description(text)[0]))[1]) and not any(
        map(is_person, more)
    )


def names_somebody(line: SheetRow, columns: Columns) -> bool:
    """Return whether a line that is no entry may yet name a person and tell more."""
    label = LABEL.fullmatch(clean(line.get(columns.first_column())))
    if columns.required == "name" and label is not None:
        return is_person(split_honorific(label["more"].strip())[1])
    return is_entry(line, columns)


def is_end(line: SheetRow, columns: Columns, *, below: bool) -> bool:
    """Return whether signatures begin here; `below`: whether all that are numbered stand above."""
    if is_counted(line, columns) or is_entry(line, columns):
        return False
    texts = [clean(cell) for cell in line.filled()]
    own = clean(line.get(columns.first_column()))
    if len(texts) == 1 and _signs_alone(texts[0], columns, own=own, below=below):
        return True
    if len(texts) > 3:
        return False
    if own and not below and not (END.match(own) or is_position(own)):
        # what somebody is says nothing of the list
        telling = (
            ("position", "both") if columns.required == "name" else ("position", "both", "name")
        )
        his = {i for field in telling for i in columns.by_field.get(field, [])} - {
            columns.first_column()
        }
        texts = [clean(cell) for i, cell in enumerate(line.cells) if cell and i not in his]
    return any(map(DATE.match, [own] if own else texts)) or any(map(END.match, texts))


def _signs_alone(text: str, columns: Columns, *, own: str, below: bool) -> bool:
    """Return whether a line with nothing else is what somebody signs as."""
    if not own:
        return SIGNER.fullmatch(text) is not None
    if not below or ":" in text or (columns.required != "name" and is_organisation(text)):
        return False
    return is_position(text) or SIGNER.fullmatch(text.upper()) is not None


def may_be_person(text: str) -> bool:
    """Return whether it may be a name of any family: `Sằn A Phủ`, not `Gang Thép Thái Nguyên`."""
    words = text.split()
    if len(words) not in range(2, 5) or " ".join(words[-2:]).casefold() in PLACE_NAMES:
        return False
    parts = [part for word in words for part in re.split("['’ʼ-]", word)]
    if not all(part[:1].isupper() and part[1:] == part[1:].lower() for part in parts):
        return False
    return not (is_organisation(text) or is_position(text) or is_kind(text))


def is_note(line: SheetRow, columns: Columns) -> bool:
    """Return whether the line says something about the list: `Ghi chú: …`."""
    if is_counted(line, columns) or is_entry(line, columns):
        return False
    return NOTE.match(clean(line.filled()[0])) is not None


def is_label(line: SheetRow, columns: Columns) -> bool:
    """Return whether the line says what something is and is no entry: `Người nhận: Lê An`."""
    first = next(i for i, cell in enumerate(line.cells) if cell)
    text = clean(line.get(first))
    label = LABEL.fullmatch(text)
    if label is None or first > columns.first_column() or is_person(split_honorific(text)[1]):
        return False
    return columns.number is not None or not label["more"]


def is_placeholder(line: SheetRow, columns: Columns) -> bool:
    """Return whether the line only keeps the place of an entry, or not even that: 4 | … | …."""
    if len(line.filled()) == 1 and PAGE.fullmatch(clean(line.filled()[0])):
        return True
    return all(DOTS.fullmatch(line.get(i)) for i in columns.entry_columns())


def is_numbering(line: SheetRow) -> bool:
    """Return whether the line numbers the columns: (1) (2) (3), or A B 1 2."""
    texts = [cell.strip("() ") for cell in line.filled()]
    small = all(re.fullmatch(r"\d{1,2}|[A-Z]", text) for text in texts)
    digits = [int(text) for text in texts if text.isdecimal()]
    return len(texts) > 2 and small and len(digits) > 1 and digits == sorted(set(digits))


def is_kind(text: str) -> bool:
    """Return whether the name of a group tells a kind of guests rather than a body."""
    is_heading = field_of(text) is not None  # Doanh nghiệp, Cơ quan
    return is_heading or KINDS.match(names.fold(text) + " ") is not None
