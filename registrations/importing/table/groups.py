"""Lines that name those below them: I. Các sở, ban, ngành; Sở Y tế (02 đại biểu)."""

import re
from dataclasses import dataclass, field

from events.importing.sheets import SheetRow
from events.vietnamese.persons import names_person
from events.vietnamese.text import clean
from registrations.importing.cells.organisations import is_organisation
from registrations.importing.table.columns import field_of
from registrations.importing.table.line_kinds import PAGE, Progress, is_kind, may_be_person
from registrations.importing.table.table_row import TableRow

LONGEST = 300  # letters; what is longer names no group
MARK = r"[IVXLC]{1,6}|[A-HĐ]"
MARK_ALONE = re.compile(rf"(?:{MARK})\s*[.)]?")
MARKED = re.compile(rf"({MARK})[\s.)/:-]+(?=\S)")
SIGNS = re.compile(r"(?:[-–+*•]|\d{1,3}\s*[.)])\s*(?=[^\W\d_])")
OFFICE = re.compile(
    r"(?P<label>(?:tên )?(?:đơn vị|cơ quan)(?! (?:tính|tổ chức|chủ trì|chủ quản|phối hợp|nhận|"
    r"ban hành|soạn thảo|thực hiện)\b)[^:]{0,30})"
    r":\s*(?P<body>[^\W\d_].*)",
    re.I,
)
# what may follow the name of an office in its line
CONTACT = re.compile(
    r"(?<![\s(,;.–-])[\s(,;.–-]+"
    r"(?:(?:số )?(?:điện thoại|đt|sđt|fax)|tel|e-?mail|địa chỉ|mã số thuế|mst)\b.*",
    re.I,
)
PEOPLE = (
    r"(?:đại biểu|đồng chí|đ/c|đc|người|đb|khách(?: mời)?|suất|chỗ|ghế|giấy mời|cán bộ|đơn vị|"
    r"doanh nghiệp)"
)
COUNT = rf"(?:tổng số:? |gồm |có )?\d{{1,3}}\s*{PEOPLE}"
COUNTED = re.compile(rf"(?: ?[(:,;–-] ?| ){COUNT}\)?[. ]*$", re.I)
COUNT_ALONE = re.compile(rf"\(?(?:{COUNT}|\d{{1,3}})\)?", re.I)


@dataclass
class Group:
    """What a line names, how it is marked, and whether it can be nothing else."""

    name: str
    mark: str  # I, B, 1; "" for none
    sure: bool = True


@dataclass
class Groups:
    """The groups that hold for a line; those with marks of one kind follow one another."""

    invitations: bool
    within: list[tuple[str, str]] = field(default_factory=list)  # kind of mark, delegation

    def enter(self, group: Group, delegation: str) -> str:
        """Return the delegation that holds for the lines below."""
        kind = _kind(group.mark)
        if not kind and (self.invitations or delegation or is_kind(group.name)):
            self.within.clear()  # a heading over the table; the name of an office is none
        kinds = [one for one, _name in self.within]
        if kind in kinds:
            del self.within[kinds.index(kind) :]
        self.within.append((kind, delegation))
        return next((name for _kind, name in reversed(self.within) if name), "")


def group_of(row: TableRow, progress: Progress) -> Group | None:
    """Return the group, where the row names nothing else."""
    columns, last = row.columns, progress.last_numbered
    number, home, people = columns.number, columns.first_column(), columns.required == "name"
    head = "" if number is None else row.cell(number)
    mark = head.rstrip(" .)") if MARK_ALONE.fullmatch(head) else ""
    rest = [i for i in row.texts if i != number]
    if head and not (mark or row.is_numbered or head in "-–+*•"):
        rest.insert(0, number or 0)  # a name that is merged over the table, or begins in it
    leads = row.number in progress.above_numbered
    if people or (mark and (leads or (last and is_kind(row.cell(home))))):
        rest = [i for i in rest if i == rest[0] or not COUNT_ALONE.fullmatch(row.text(i))]
    if len(rest) != 1 or rest[0] > home:
        return None
    first, text = rest[0], row.text(rest[0])
    if len(text) > LONGEST or (people and names_person(text)):  # Đ/c Lê An
        return None
    if written := MARKED.match(text):
        mark = mark or written[1]
        text = text[written.end() :]
    name = named(text)
    if PAGE.fullmatch(text) or not name or (people and names_person(name)):
        return None
    is_own = people and is_organisation(name)
    if row.is_numbered:  # organisations may be numbered, their people 1.1, 1.2
        return Group(name, "1") if first == home and is_own else None
    wide = row.sheet_row.widths.get(first, 1) > len(columns.by_field.get("name", [0]))
    if mark or wide or first != home or columns.field_of(text) or is_own:
        return Group(name, mark)
    guessed = people and row.number < last and not head and ":" not in name
    return Group(name, "", sure=False) if guessed and not may_be_person(name) else None


def named(text: str) -> str:
    """Return the name of a group without signs before it and a count behind it."""
    text = SIGNS.sub("", text, count=1) if SIGNS.match(text) else text
    if label := OFFICE.fullmatch(text):
        text = label["body"]
    return COUNTED.sub("", text.rstrip(" :;,.")).rstrip(" :;,.")


def organisation_above(row: SheetRow) -> tuple[str, bool] | None:
    """Return whose list it is, where a line above the table says it, and whether that is sure."""
    texts = [clean(cell) for cell in row.filled()]
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        whole = f"{text} {following}" if text.endswith(":") else text
        if len(whole) <= LONGEST and (found := OFFICE.fullmatch(whole)):
            said = found["body"].rstrip(" .,;–-")
            body = CONTACT.sub("", said)
            return body, body == said and field_of(found["label"]) == "organisation"
    return None


def _kind(mark: str) -> str:
    """Return of which kind a mark is: number, letter or Roman."""
    if not mark:
        return ""
    if mark.isdecimal():
        return "number"
    return "Roman" if set(mark) <= set("IVXL") or len(mark) > 1 else "letter"
