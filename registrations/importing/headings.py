"""What the columns of a list are called."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from events.vietnamese import names
from events.vietnamese.text import clean
from registrations.importing.tables import Line

MOST_HEADINGS = 60  # columns in which a list stands
LONGEST = 60  # letters; what is longer is a sentence
# words that may follow a heading, and say no more than it does
MORE = (
    "ban|ca nhan|can bo|chinh|chinh quyen|chuc danh|chuc vu|co quan|cong chuc|cong tac|cong vu|cu|"
    "cua|dai bieu|dang|dang ky|day du|db|dien tu|doan the|doanh nghiep|don vi|du|duoc cu|"
    "duoc moi|du le|giay moi|hien nay|hien tai|hoac|khach|khach moi|kinh moi|lam viec|lanh dao|le|"
    "lien he|lien lac|moi|neu co|ngui|nguoi|nguoi dai dien|nhan|nhan giay moi|nhan vien|noi|rieng|"
    "so|tham du|tham gia|thanh vien|thuong|to chuc|truc thuoc|va|vien chuc|viet hoa|zalo"
)
POSITION = r"chuc vu|chuc danh|chuc trach|vi tri cong tac|vi tri viec lam"
BODY = r"don vi|co quan|to chuc|doanh nghiep|cong ty|noi cong tac|noi lam viec"
CONTACT = (
    r"(?:can bo |chuyen vien )?(?:lam |la )?dau moi(?: (?:lien he|lien lac|phu trach))?|"
    r"nguoi (?:lien he|lien lac|phu trach|dau moi)|can bo (?:lien he|lien lac|phu trach)|contact"
)
DAY = r"(?:ngay |thoi )?han(?: (?:cuoi|chot))?|truoc ngay"
REPLY = (
    r"tra loi|phuc dap|phan hoi|xac nhan|hoi dap|hoi bao|hoi am|dang ky(?: dai bieu)?|gui danh sach"
)
PHONE = r"(?:so )?(?:dien thoai|sdt|dt|dtdd|di dong)"
EMAIL = r"(?:dia chi )?(?:e ?mail|mail|thu dien tu)"
OF_CONTACT = re.compile(rf"(?:^| )(?:{CONTACT})")
# what only a list of invitations has; their rules come last
ONLY_INVITED = ("deadline", "contact_name", "contact_phone", "contact_email")
RULES = [
    (name, re.compile(f"(?:{heading})(?: (?:{MORE}))*"))
    for name, heading in (
        ("number", r"s ?t ?t|tt|so tt|so thu tu|thu tu|no"),
        ("both", rf"(?:{POSITION}) (?:va )?(?:{BODY})|(?:{BODY}) (?:va )?(?:{POSITION})"),
        ("surname", r"ho|ho (?:va )?(?:ten |chu )?(?:dem|lot)"),
        ("email", r"(?:dia chi |d c )?(?:e ?mail|mail|gmail|thu dien tu|hop thu(?: dien tu)?)"),
        ("phone", r"(?:so )?(?:dien thoai|sdt|dt)(?: ?di dong| co dinh| ban)?"),
        ("phone", r"(?:so )?(?:dtdd|di dong|phone|mobile|tel|zalo|lien he|lien lac)|so may"),
        ("places", r"so (?:luong|cho|ghe|nguoi|dai bieu|db|khach|suat|giay moi)(?: ngoi)?|sl"),
        ("honorific", r"ong ?ba|danh xung|xung ho|gioi tinh|nam nu|gioi"),
        ("name", r"ho (?:va )?ten|ho (?:va )?(?:chu )?(?:dem|lot) (?:va )?ten|ho ten dem va ten"),
        ("name", r"ten (?:dai bieu|nguoi|khach|ca nhan)|full ?name|name|dai bieu|khach moi"),
        ("name", r"kinh (?:moi|gui) ong ba|kinh moi"),
        ("addressee", r"kinh gui"),
        ("name", r"nguoi (?:nhan|duoc moi|tham du|du|dai dien)|ong ba ho (?:va )?ten"),
        ("position", rf"{POSITION}|position"),
        ("organisation", rf"(?:ten )?(?:{BODY}|truong)(?: phong ban| bo phan)?|noi gui"),
        ("organisation", r"organi[sz]ation"),
        ("delegation", r"(?:ten )?(?:thanh phan|khoi|nhom|doi tuong)|loai (?:dai bieu|khach)"),
        ("note", r"ghi chu|luu y|note|y kien"),
        ("given", r"ten"),
        ("deadline", rf"(?:{DAY}) (?:{REPLY})(?: truoc(?: ngay)?)?|(?:{REPLY}) truoc(?: ngay)?"),
        ("deadline", r"deadline|han cuoi|han chot"),
        ("contact_phone", rf"(?:{PHONE}) (?:cua )?(?:{CONTACT})"),
        ("contact_email", rf"(?:{EMAIL}) (?:cua )?(?:{CONTACT})"),
        ("contact_name", rf"(?:ho (?:va )?ten |ten )?(?:{CONTACT})(?: person)?"),
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
    contact: range = range(0)  # columns under a heading that names the contact
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
        found = {i: self.below(i, self.known(cell)) for i, cell in enumerate(line.cells) if cell}
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

    def known(self, text: str) -> str | None:
        """Return what a heading means in a list of this kind."""
        found = field_of(text)
        if found == "addressee":  # above a list of delegates it begins a letter
            return "name" if self.needed != "name" else None
        return None if found in ONLY_INVITED and self.needed == "name" else found

    def below(self, index: int, found: str | None) -> str | None:
        """Return what a heading means below that of the contact: name, telephone, e-mail."""
        own = {"given": "contact_name", **{name[8:]: name for name in ONLY_INVITED[1:]}}
        return own.get(found or "", found) if index in self.contact else found


def columns_of(line: Line, *, needed: str, contact: range = range(0)) -> Columns | None:
    """Return the columns that a line names, or None where it is no line of headings.

    `needed` is the field without which the table is not the list that is looked for; `contact`
    are the columns that the line of headings above gives to the contact.
    """
    columns = Columns(needed, contact=contact)
    for index, cell in enumerate(line.cells[:MOST_HEADINGS]):
        if not cell:
            continue
        columns.names[index] = clean(cell)
        found = columns.below(index, columns.known(cell))
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
    if columns.needed != "name":
        _part_contact(columns)
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


def _part_contact(columns: Columns) -> None:
    """Take a second name, telephone or e-mail for the contact's, where its heading says so."""
    for name in ("name", "phone", "email"):
        both = columns.of.get(name, [])
        own = [i for i in both if OF_CONTACT.search(names.fold(columns.names[i]))]
        if own and len(own) < len(both):
            columns.of[name] = [i for i in both if i not in own]
            columns.of.setdefault(f"contact_{name}", []).extend(own)


def _widen(columns: Columns, line: Line) -> None:
    """Let a heading over several columns stand for all: family and given names have two."""
    if len(columns.of.get("name", [])) == 1:
        columns.of["name"] = list(_extent(columns, line, columns.of["name"][0]))
    for first in columns.of.get("contact_name", [])[:1]:
        columns.contact = _extent(columns, line, first)


def _extent(columns: Columns, line: Line, first: int) -> range:
    end = first + line.widths.get(first, 1)
    while end not in columns.names and end < max(columns.names):
        end += 1  # a merged heading, saved as csv
    return range(first, end)
