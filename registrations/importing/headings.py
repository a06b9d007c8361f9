"""What the columns of a list are called."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from events.vietnamese import names
from events.vietnamese.text import clean
from registrations.importing.tables import Line

LONGEST = 60  # letters; what is longer is a sentence
# words that may follow a heading, and say no more than it does
MORE = (
    "ban|ca nhan|chinh|chinh quyen|chuc danh|chuc vu|co quan|cong tac|cua|dai bieu|dang|dien tu|"
    "doan the|doanh nghiep|don vi|du|duoc moi|du le|giay moi|hien nay|hien tai|hoac|khach|"
    "khach moi|kinh moi|lam viec|lanh dao|le|lien he|lien lac|moi|neu co|ngui|nguoi|nguoi dai dien|"
    "nhan|nhan giay moi|noi|rieng|so|tham du|tham gia|thuong|to chuc|truc thuoc|va|viet hoa"
)
POSITION = r"chuc vu|chuc danh|chuc trach|vi tri cong tac|vi tri viec lam"
BODY = r"don vi|co quan|to chuc|doanh nghiep|cong ty|noi cong tac|noi lam viec"
RULES = [
    (name, re.compile(f"(?:{heading})(?: (?:{MORE}))*"))
    for name, heading in (
        ("number", r"s ?t ?t|tt|so tt|so thu tu|thu tu|no"),
        ("both", rf"(?:{POSITION}) (?:va )?(?:{BODY})|(?:{BODY}) (?:va )?(?:{POSITION})"),
        ("surname", r"ho|ho (?:va )?(?:ten |chu )?(?:dem|lot)"),
        ("email", r"(?:dia chi |d c )?(?:e ?mail|mail|gmail|thu dien tu|hop thu(?: dien tu)?)"),
        ("phone", r"(?:so )?(?:dien thoai|sdt|dt|dtdd|dt ?di dong|di dong|phone|mobile|tel|zalo)"),
        ("phone", r"(?:so )?(?:lien he|lien lac)|dien thoai di dong|so may"),
        ("places", r"so (?:luong|cho|ghe|nguoi|dai bieu|khach|suat|giay moi)(?: ngoi)?|sl"),
        ("honorific", r"ong ?ba|danh xung|xung ho|gioi tinh|nam nu|gioi"),
        ("name", r"ho (?:va )?ten|ho (?:va )?(?:chu )?(?:dem|lot) (?:va )?ten|ho ten dem va ten"),
        ("name", r"ten (?:dai bieu|nguoi|khach|ca nhan)|full ?name|name|dai bieu|khach moi"),
        ("name", r"kinh (?:moi|gui) ong ba|kinh moi"),
        ("name", r"nguoi (?:nhan|duoc moi|tham du|du|dai dien)|ong ba ho (?:va )?ten"),
        ("position", rf"{POSITION}|position"),
        ("organisation", rf"(?:ten )?(?:{BODY}|truong)|organi[sz]ation|noi gui"),
        ("delegation", r"(?:ten )?(?:thanh phan|khoi|nhom|doi tuong)|loai (?:dai bieu|khach)"),
        ("note", r"ghi chu|luu y|note|y kien"),
        ("given", r"ten"),
    )
]


@lru_cache(4096)
def field_of(text: str) -> str | None:
    """Return what a heading means, None for an unknown one."""
    if len(text) > 3 * LONGEST:
        return None
    text = re.sub(r"\([^)]*\)", " ", text) if not text.startswith("(") else text
    plain = " ".join(re.findall(r"[a-z0-9]+", names.fold(text)))
    if not plain or len(plain) > LONGEST:
        return None
    return next((name for name, rule in RULES if rule.fullmatch(plain)), None)


@dataclass
class Columns:
    """Where in a table each thing stands; the columns of a name follow one another."""

    needed: str
    of: dict[str, list[Any]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)  # what is written above each column
    unknown: list[int] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """Where the entries are numbered."""
        return self.of.get("number", [None])[0]

    def home(self) -> int:
        """Return where the entries begin."""
        return (self.of.get(self.needed) or self.of.get("both") or [0])[0]

    def entry(self) -> list[int]:
        """Return where anything of an entry stands, apart from its number."""
        return [i for name, columns in self.of.items() if name != "number" for i in columns]

    def add(self, line: Line) -> bool:
        """Take in a second line of headings, if all that it has are headings."""
        found = {i: field_of(cell) for i, cell in enumerate(line.cells) if cell}
        if not found or None in found.values():
            return False
        for index, name in found.items():
            for columns in self.of.values():
                if index in columns:
                    columns.remove(index)
            self.of.setdefault(str(name), []).append(index)
            self.names[index] = clean(line.cells[index])
        self.of = {name: columns for name, columns in self.of.items() if columns}
        return True


def columns_of(line: Line, *, needed: str) -> Columns | None:
    """Return the columns that a line names, or None where it is no line of headings.

    `needed` is the field without which the table is not the list that is looked for.
    """
    columns = Columns(needed)
    for index, cell in enumerate(line.cells):
        if not cell:
            continue
        columns.names[index] = clean(cell)
        found = field_of(cell)
        if found is None:
            columns.unknown.append(index)
        else:
            columns.of.setdefault(found, []).append(index)
    _settle(columns)
    known = columns.of.keys() - {"number"}
    alone = known == {needed} and not columns.unknown
    if needed not in known and not (needed == "organisation" and "both" in known):
        return None
    if len(known) < 2 and not alone:
        return None
    _widen(columns, line)
    return columns


def _settle(columns: Columns) -> None:
    """Decide what headings mean that mean something only beside others."""
    of = columns.of
    if "given" in of and "surname" in of and "name" not in of:
        of["name"] = [of.pop("surname")[0], of.pop("given")[0]]
    elif "given" in of and "name" not in of:
        of["name"] = of.pop("given")
    elif "honorific" in of and "name" not in of:
        first = of["honorific"][0]
        if "ong" in names.fold(columns.names[first]):
            of["name"] = of.pop("honorific")
    for name in ("surname", "given"):
        columns.unknown += of.pop(name, [])


def _widen(columns: Columns, line: Line) -> None:
    """Let a heading over several columns stand for all: family and given names have two."""
    if len(columns.of.get("name", [])) != 1:
        return
    first = columns.of["name"][0]
    end = first + line.widths.get(first, 1)
    while end not in columns.names and end < max(columns.names):
        end += 1  # a merged heading, saved as csv
    columns.of["name"] = list(range(first, end))
