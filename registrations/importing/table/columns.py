"""What the columns of a list are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from events.vietnamese import names
from events.vietnamese.text import clean
from registrations.importing.files.sheets import Line
from registrations.importing.table.heading_words import (
    BELOW_PHONE,
    BODY,
    CALLED,
    LAST_RESORT,
    MOBILE,
    OF_CONTACT,
    ONLY_INVITED,
    RULES,
    STATE,
)

MOST_HEADINGS = 60  # columns in which a list stands
LONGEST = 60  # letters; what is longer is a sentence


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
        """Take in a second line of headings, if all that it has are headings.

        What nobody knows may part a heading that has the column beside it, too: Nam, Nữ.
        """
        found = {i: self.below(i, cell) for i, cell in enumerate(line.cells) if cell}
        found = {i: None if name in LAST_RESORT else name for i, name in found.items()}
        if not found or (None in found.values() and not self._parts(line)):
            return False
        for index, name in found.items():
            if name is None and index in self.names:
                continue  # the heading above says more
            for columns in [*self.of.values(), self.unknown]:
                if index in columns:
                    columns.remove(index)
            (self.of.setdefault(name, []) if name else self.unknown).append(index)
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

    def _parts(self, line: Line) -> bool:
        """Return whether the line can only part headings: it has no entry, and no figure."""
        filled = [i for i, cell in enumerate(line.cells) if cell]
        return (
            not any(i in self.of.get(self.needed, []) for i in filled)
            and not any(re.search(r"\d|@", line.cells[i]) for i in filled)
            and any(i not in self.names for i in filled)
        )

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
