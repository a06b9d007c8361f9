"""What the columns of a list are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from events.vietnamese import names
from events.vietnamese.text import clean
from registrations.importing.tables import Line

MOST_HEADINGS = 60  # columns in which a list stands
LONGEST = 60  # letters; what is longer is a sentence
# words that may follow a heading, and say no more than it does
MORE = (
    "address|ban|ca nhan|can bo|cap bac|chinh|chinh quyen|chuc danh|chuc vu|co quan|cong chuc|"
    "cong tac|cong vu|cu|cua|d c|dai bieu|dang|dang ky|day du|db|dc|di du|dia phuong|dien tu|doan|"
    "doan the|doanh nghiep|don vi|dong chi|du|duoc cu|duoc moi|du le|giay moi|hien nay|hien tai|"
    "hoac|hoc ham|hoc vi|khach|khach moi|kinh moi|lam viec|lanh dao|le|lien he|lien lac|moi|neu co|"
    "ngui|nguoi|nguoi dai dien|nha rieng|nhan|nhan giay moi|nhan vien|noi|number|quan ham|rieng|"
    "so|tham du|tham gia|thanh vien|thuong|to chuc|truc thuoc|va|vien chuc|viet hoa|zalo"
)
TITLES = r"hoc ham|hoc vi|cap bac|quan ham"
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
PHONE = r"(?:so )?(?:d(?:ien)? ?thoai|sdt|dt|dtdd|di dong)(?: ?(?:di dong|dd|co dinh|ban))?"
EMAIL = r"(?:dia chi |d c )?(?:e ?mail|mail|gmail|thu dien tu|hom thu|hop thu)(?: dien tu)?"
CALLED = r"ong ?ba|dong chi"
BELOW_PHONE = re.compile(
    r"(?:so )?(?:co quan|cq|di dong|dd|nha(?: rieng)?|nr|rieng|co dinh|(?:may )?ban|zalo)"
)
MOBILE = re.compile(r"(?:^| )(?:di dong|dd)(?: |$)")
# what a column means where the needed field has no other, and what otherwise
LAST_RESORT = {"area": "", "invited": "delegation", "receiver": "", "addressee": "name"}
STATE = ("ma dang ky", "trang thai")  # of a list that the portal itself has made
OF_CONTACT = re.compile(rf"(?:^| )(?:{CONTACT})")
# what only a list of invitations has; their rules come last
ONLY_INVITED = (
    *("deadline", "contact_name", "contact_phone", "contact_email"),
    *("addressee", "receiver"),
)
RULES = [
    (name, re.compile(f"(?:{heading})(?: (?:{MORE}))*"))
    for name, heading in (
        ("number", r"s ?t ?t|tt|so tt|so thu tu|thu tu|no"),
        ("both", rf"(?:{POSITION}) (?:va )?(?:{BODY})|(?:{BODY}) (?:va )?(?:{POSITION})"),
        ("surname", r"ho|ho (?:va )?(?:ten |chu )?(?:dem|lot)"),
        ("phone", rf"(?:{PHONE}) (?:va |hoac )?(?:{EMAIL})|(?:{EMAIL}) (?:va |hoac )?(?:{PHONE})"),
        ("email", EMAIL),
        ("phone", PHONE),
        ("phone", r"(?:so )?(?:dtdd|dd|di dong|phone|mobile|tel|zalo|lien he|lien lac)|so may"),
        ("places", r"so (?:luong|cho|ghe|nguoi|dai bieu|db|khach|suat|giay moi)(?: ngoi)?|sl"),
        ("honorific", rf"{CALLED}|danh xung|xung ho|gioi tinh|nam nu|gioi"),
        ("mr", r"ong|nam"),
        ("ms", r"ba|nu"),
        ("name", rf"(?:(?:{TITLES}) (?:va )?)*ho (?:va )?ten|ho ten dem va ten"),
        ("name", r"ho (?:va )?(?:chu )?(?:dem|lot) (?:va )?ten"),
        ("name", r"ten (?:dai bieu|nguoi|khach|ca nhan)|full ?name|name|dai bieu|khach moi"),
        ("name", r"thanh vien (?:doan|tham du|tham gia)"),
        ("name", r"kinh (?:moi|gui) ong ba|kinh moi"),
        ("addressee", r"kinh gui"),
        ("receiver", r"noi nhan"),
        ("name", r"nguoi (?:nhan|duoc moi|tham du|du|dai dien)|ong ba ho (?:va )?ten"),
        ("position", rf"(?:(?:{TITLES}) (?:va )?)*(?:{POSITION})|position|(?:job )?title"),
        ("organisation", rf"(?:ten )?(?:{BODY}|truong)(?: phong ban| bo phan)?|noi gui"),
        ("organisation", r"organi[sz]ation|company|institution|agency"),
        ("area", r"(?:ten )?(?:dia phuong|so ban nganh|phong don vi|khoa phong)"),
        ("invited", r"(?:ten )?thanh phan (?:duoc |kinh )?moi"),
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
    without = text if text.startswith("(") else re.sub(r"\([^)]*\)", " ", text)
    return _meaning(text) or _meaning(without)


def _meaning(text: str) -> str | None:
    plain = words_of(text)
    if not plain or len(plain) > LONGEST or clean(text).casefold() == "năm":
        return None
    return next((name for name, rule in RULES if rule.fullmatch(plain)), None)


@lru_cache(4096)
def words_of(text: str) -> str:
    """Return the words of a heading without accents and signs."""
    return " ".join(re.findall(r"[a-z0-9]+", names.fold(text)))


def is_body_first(text: str) -> bool:
    """Return whether a heading for position and body names the body first."""
    return re.match(rf"(?:ten )?(?:{BODY})", words_of(text)) is not None


@dataclass
class Columns:
    """Where in a table each thing stands; the columns of a name follow one another."""

    needed: str
    of: dict[str, list[Any]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)  # what is written above each column
    # what the heading above says of the columns below it: a "person" to contact, or "phone"
    contact: dict[int, str] = field(default_factory=dict)
    beside: list[int] = field(default_factory=list)  # of a name, without a heading
    others: list[int] = field(default_factory=list)  # of further names
    unknown: list[int] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """Where the entries are numbered."""
        return self.of.get("number", [None])[0]

    def home(self) -> int:
        """Return where the entries begin."""
        return (self.of.get(self.needed) or self.of.get("both") or [0])[0]

    def heading(self, name: str) -> str:
        """Return what is written above the first column of a field."""
        return self.names.get(self.of.get(name, [-1])[0], "")

    def entry(self) -> list[int]:
        """Return where anything of an entry stands, apart from its number."""
        return [i for name, columns in self.of.items() if name != "number" for i in columns]

    def add(self, line: Line) -> bool:
        """Take in a second line of headings, if all that it has are headings."""
        found = {i: self.below(i, cell) for i, cell in enumerate(line.cells) if cell}
        found = {i: None if name in LAST_RESORT else name for i, name in found.items()}
        if not found or None in found.values():
            return False
        for index, name in found.items():
            for columns in self.of.values():
                if index in columns:
                    columns.remove(index)
            self.of.setdefault(str(name), []).append(index)
            self.names[index] = clean(line.cells[index])
        self.of = {name: columns for name, columns in self.of.items() if columns}
        self.mobile_first()
        return True

    def mobile_first(self) -> None:
        """Of several kinds of telephones below one heading let the mobile one count."""
        said = {i: words_of(self.names.get(i, "")) for i in self.of.get("phone", [])}
        if sum(BELOW_PHONE.fullmatch(text) is not None for text in said.values()) > 1:
            self.of["phone"].sort(key=lambda i: not MOBILE.search(said[i]))

    def state(self) -> int | None:
        """Return where a list that the portal has made tells the states of registrations."""
        at = {words_of(text): index for index, text in self.names.items()}
        return at[STATE[1]] if at.keys() >= set(STATE) else None

    def known(self, text: str) -> str | None:
        """Return what a heading means in a list of this kind."""
        found = field_of(text)
        # above a list of delegates `Kính gửi` begins a letter
        return None if found in ONLY_INVITED and self.needed == "name" else found

    def below(self, index: int, text: str) -> str | None:
        """Return what a heading means below that of the contact: name, telephone, e-mail."""
        found, above = self.known(text), self.contact.get(index)
        if above == "phone" and BELOW_PHONE.fullmatch(words_of(text)):
            return "phone"
        own = {"given": "contact_name", **{name[8:]: name for name in ONLY_INVITED[1:4]}}
        return own.get(found or "", found) if above == "person" else found


def columns_of(
    line: Line, *, needed: str, contact: Mapping[int, str] = MappingProxyType({})
) -> Columns | None:
    """Return the columns that a line names, or None where it is no line of headings.

    `needed` is the field without which the table is not the list that is looked for; `contact`
    is what the line of headings above says of the columns below it.
    """
    columns = Columns(needed, contact=dict(contact))
    for index, cell in enumerate(line.cells[:MOST_HEADINGS]):
        if not cell:
            continue
        columns.names[index] = clean(cell)
        found = columns.below(index, cell)
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
    if "phone" in contact.values():
        columns.mobile_first()
    return columns


def _settle(columns: Columns) -> None:
    """Decide what headings mean that mean something only beside others."""
    of = columns.of
    _settle_last_resort(columns)
    if columns.needed != "name":
        _part_contact(columns)
    if "given" in of and "surname" in of and "name" not in of:
        of["name"] = [of.pop("surname")[0], of.pop("given")[0]]
    elif "given" in of and "name" not in of:
        of["name"] = of.pop("given")
    elif "name" not in of and (called := _called(columns)):
        of["name"] = called
    for name in ("surname", "given"):
        columns.unknown += of.pop(name, [])


def _called(columns: Columns) -> list[int]:
    """Take the columns of honorifics, where their heading is one that names may stand under."""
    at = columns.of.get("honorific", [])
    is_called = at and re.match(CALLED, words_of(columns.names[at[0]]))
    return columns.of.pop("honorific") if is_called else []


def _settle_last_resort(columns: Columns) -> None:
    """Let a column name the bodies where no better one does and the line has other headings."""
    of = columns.of
    better = bool(of.keys() & {"organisation", "both"}) or not of.keys() - {"number", *LAST_RESORT}
    for name, otherwise in LAST_RESORT.items():
        found = of.pop(name, [])
        if found and not better:
            of["organisation"] = found
            better = True
        elif found and otherwise:
            of[otherwise] = sorted([*of.get(otherwise, []), *found])
        else:
            columns.unknown = sorted([*columns.unknown, *found])


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
    of = columns.of
    first = of["name"][0] if "name" in of else None
    if first is not None and columns.known(columns.names[first]) != "surname":
        merged, beside = _extent(columns, line, first)
        columns.beside, columns.others = [*beside], of["name"][1:]
        of["name"] = [*merged, *beside, *columns.others]
    for above, name in (("person", "contact_name"), ("phone", "phone")):
        for index in of.get(name, [])[:1]:
            for part in _extent(columns, line, index):
                columns.contact |= dict.fromkeys(part, above)


def _extent(columns: Columns, line: Line, first: int) -> tuple[range, range]:
    """Return the columns of a merged heading, and those without heading that follow it.

    A merged heading that is saved as csv is followed by such columns.
    """
    merged = end = first + line.widths.get(first, 1)
    while end not in columns.names and end < max(columns.names):
        end += 1
    return range(first, merged), range(merged, end)
