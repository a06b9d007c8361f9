"""What the rows of a table are: entries, groups, totals, signatures, numbered columns."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from events.vietnamese import names
from events.vietnamese.persons import PLACE_NAMES, is_person, names_person, split_description
from events.vietnamese.text import clean
from registrations.importing.cells.organisations import is_organisation, is_position
from registrations.importing.table.columns import field_of
from registrations.importing.table.table_row import TableRow, is_ordinal

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
SMALL = re.compile(r"\d{1,2}|[A-Z]")
DOTS = re.compile(r"[.…_\s–-]*")
PAGE = re.compile(r"(?:trang|tờ|page)(?: số)? \d{1,3}(?: ?/ ?\d{1,3})?", re.I)
KINDS = re.compile(
    r"(?:cac|cap|chuyen vien|can bo|dai bieu|danh sach|doi tuong|du phong|khach|khoi|lanh dao|nhom|"
    r"thanh phan) "
)


class LineKind(Enum):
    """What a row of a table is."""

    NUMBERING = auto()  # of the columns: (1) (2) (3)
    TOTAL = auto()
    SIGNATURE = auto()  # place, date, who signs: below it hardly anything is an entry
    NOTE = auto()  # on the list: `Ghi chú: …`
    FOOTER = auto()  # what stands below a list otherwise, and may yet name somebody
    GROUP = auto()  # the name of those below it
    PLACEHOLDER = auto()  # that nobody has filled in
    AFTER_TOTAL = auto()
    REMARK = auto()  # words by themselves below all entries, no name
    ENTRY = auto()


@dataclass
class Progress:
    """How far a table has been read, and which of its rows have the number of an entry."""

    last_numbered: int = 0
    above_numbered: set[int] = field(default_factory=set)  # the rows right above such a one
    after_total: bool = False
    details_needed: int = 0  # beside a name to be an entry: 1 below notes, 2 below signatures


def classify(row: TableRow, progress: Progress, *, is_group: bool) -> LineKind:
    """Return what a row of a table is: the first kind that fits."""
    below = row.number > progress.last_numbered
    details = 0 if row.is_numbered else entry_details(row)
    is_entry = row.is_numbered or details > 0
    if is_numbering(row.sheet_row.filled()):
        return LineKind.NUMBERING
    if is_total(row.texts.values()):
        return LineKind.TOTAL
    if not is_entry and _is_signature(row, below=below and progress.last_numbered > 0):
        return LineKind.SIGNATURE
    if not is_entry and NOTE.match(row.first_text):
        return LineKind.NOTE
    if progress.details_needed > 1 and not row.is_numbered and details < 2:
        return LineKind.FOOTER
    if is_group:
        return LineKind.GROUP
    if _is_placeholder(row):
        return LineKind.PLACEHOLDER
    if progress.after_total and not row.is_numbered and len(row.texts) < 2:
        return LineKind.AFTER_TOTAL
    if (below and _is_label(row)) or (progress.details_needed and not is_entry):
        return LineKind.FOOTER
    if below and is_alone(row, progress) and not may_be_person(row.own_text):
        return LineKind.REMARK
    return LineKind.ENTRY


def is_numbering(cells: Collection[str]) -> bool:
    """Return whether cells number their columns: (1) (2) (3), or A B 1 2."""
    texts = [cell.strip("() ") for cell in cells]
    if len(texts) < 3 or not all(map(SMALL.fullmatch, texts)):
        return False
    digits = [int(text) for text in texts if text.isdecimal()]
    return len(digits) > 1 and digits == sorted(set(digits))


def is_total(texts: Iterable[str]) -> bool:
    """Return whether a row with these texts, which are clean, counts the entries."""
    words = [text for text in texts if not is_ordinal(text)]
    return 0 < len(words) <= 3 and TOTAL.match(words[0]) is not None


def entry_details(row: TableRow) -> int:
    """Return how many details stand beside what can only be a person or an organisation, else 0."""
    columns = row.columns
    own = columns.by_field.get(columns.required, [columns.first_column()])
    details = [row.text(i) for i in columns.entry_columns() if i not in own and i in row.texts]
    text = " ".join(filter(None, map(row.cell, own)))
    if columns.required != "name":
        is_entry = is_organisation(clean(text))
    else:
        # beside the name of who signs stands that of another who signs
        person = clean(split_description(text)[0])
        is_entry = names_person(person) and not any(map(is_person, details))
    return len(details) if is_entry else 0


def names_somebody(row: TableRow) -> bool:
    """Return whether a row that is no entry may yet name a person and tell more."""
    label = LABEL.fullmatch(row.own_text)
    if row.columns.required == "name" and label is not None:
        return names_person(label["more"].strip())
    return entry_details(row) > 0


def is_alone(row: TableRow, progress: Progress) -> bool:
    """Return whether a row has only what may be a name, where entries have numbers."""
    columns = row.columns
    alone = columns.required == "name" and [*row.texts] == [columns.first_column()]
    return alone and progress.last_numbered > 0 and not names_person(row.own_text)


def may_be_person(text: str) -> bool:
    """Return whether it may be a name of any family: `Sằn A Phủ`, not `Gang Thép Thái Nguyên`."""
    words = text.split()
    if len(words) not in range(2, 5) or " ".join(words[-2:]).casefold() in PLACE_NAMES:
        return False
    parts = [part for word in words for part in re.split("['’ʼ-]", word)]
    if not all(part[:1].isupper() and part[1:] == part[1:].lower() for part in parts):
        return False
    return not (is_organisation(text) or is_position(text) or is_kind(text))


def is_kind(text: str) -> bool:
    """Return whether the name of a group tells a kind of guests rather than an organisation."""
    is_heading = field_of(text) is not None  # Doanh nghiệp, Cơ quan
    return is_heading or KINDS.match(names.fold(text) + " ") is not None


def _is_signature(row: TableRow, *, below: bool) -> bool:
    """Return whether signatures begin here; `below`: whether all that are numbered stand above."""
    texts, own, columns = [*row.texts.values()], row.own_text, row.columns
    if len(texts) > 3:
        return False
    if len(texts) == 1 and _signs_alone(row, below=below):
        return True
    if own and not below and not (END.match(own) or is_position(own)):
        # what somebody is says nothing of the list
        fields = (
            ("position", "both") if columns.required == "name" else ("position", "both", "name")
        )
        of_somebody = {i for name in fields for i in columns.by_field.get(name, [])}
        of_somebody.discard(columns.first_column())
        texts = [text for i, text in row.texts.items() if i not in of_somebody]
    return any(map(DATE.match, [own] if own else texts)) or any(map(END.match, texts))


def _signs_alone(row: TableRow, *, below: bool) -> bool:
    """Return whether a row with nothing else is what somebody signs as."""
    text = row.first_text
    if not row.own_text:
        return SIGNER.fullmatch(text) is not None
    if not below or ":" in text or (row.columns.required != "name" and is_organisation(text)):
        return False
    return is_position(text) or SIGNER.fullmatch(text.upper()) is not None


def _is_placeholder(row: TableRow) -> bool:
    """Return whether the row only keeps the place of an entry, or not even that: 4 | … | …."""
    if len(row.texts) == 1 and PAGE.fullmatch(row.first_text):
        return True
    return all(DOTS.fullmatch(row.cell(i)) for i in row.columns.entry_columns())


def _is_label(row: TableRow) -> bool:
    """Return whether the row says what something is and is no entry: `Người nhận: Lê An`."""
    first, text = next(iter(row.texts.items()))
    label = LABEL.fullmatch(text)
    if label is None or first > row.columns.first_column() or names_person(text):
        return False
    return row.columns.number is not None or not label["more"]
