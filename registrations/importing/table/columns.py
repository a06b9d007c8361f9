"""What the columns of a list are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from events.importing.sheets import SheetRow
from events.vietnamese import names
from events.vietnamese.text import clean
from registrations.importing.table.heading_words import (
    BELOW_PHONE,
    HONORIFIC,
    INVITATION_FIELDS,
    LAST_RESORT,
    MOBILE,
    OF_CONTACT,
    ORGANISATION,
    STATE_HEADINGS,
    any_heading,
    rules,
)

MOST_HEADINGS = 60  # columns in which a list stands
LONGEST = 60  # letters; what is longer is a sentence


@lru_cache(4096)
def field_of(text: str) -> str | None:
    """Return what a heading means, None for an unknown one."""
    if len(text) > 3 * LONGEST:
        return None
    found = _meaning(text)
    if found or text.startswith("(") or "(" not in text:
        return found
    return _meaning(re.sub(r"\([^)]*\)", " ", text))


def _meaning(text: str) -> str | None:
    plain = words_of(text)
    if not plain or len(plain) > LONGEST or clean(text).casefold() == "năm":
        return None
    if any_heading().fullmatch(plain) is None:
        return None
    return next(name for name, rule in rules() if rule.fullmatch(plain))


@lru_cache(4096)
def words_of(text: str) -> str:
    """Return the words of a heading without accents and signs."""
    return " ".join(re.findall(r"[a-z0-9]+", names.fold(text)))


def is_organisation_first(text: str) -> bool:
    """Return whether a heading for position and organisation names the organisation first."""
    return re.match(rf"(?:ten )?(?:{ORGANISATION})", words_of(text)) is not None


@dataclass
class Columns:
    """Where in a table each thing stands; the columns of a name follow one another."""

    required: str
    by_field: dict[str, list[Any]] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)  # what is written above each column
    # what the heading above says of the columns below it: a "person" to contact, or "phone"
    contact_headings: dict[int, str] = field(default_factory=dict)
    name_continued: list[int] = field(default_factory=list)  # of a name, without a heading
    other_names: list[int] = field(default_factory=list)  # of further names
    unknown: list[int] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """Where the entries are numbered."""
        return self.by_field.get("number", [None])[0]

    def first_column(self) -> int:
        """Return where the entries begin."""
        return (self.by_field.get(self.required) or self.by_field.get("both") or [0])[0]

    def heading_of(self, name: str) -> str:
        """Return what is written above the first column of a field."""
        return self.headings.get(self.by_field.get(name, [-1])[0], "")

    def entry_fields(self) -> list[tuple[str, int]]:
        """Return field and column of whatever an entry has, apart from its number."""
        return [(name, i) for name, at in self.by_field.items() if name != "number" for i in at]

    def entry_columns(self) -> list[int]:
        """Return where anything of an entry stands, apart from its number."""
        return [i for _name, i in self.entry_fields()]

    def add_headings(self, line: SheetRow) -> bool:
        """Take in a second line of headings, if all that it has are headings.

        What nobody knows may part a heading that has the column beside it, too: Nam, Nữ.
        """
        found = {i: self.field_below(i, cell) for i, cell in enumerate(line.cells) if cell}
        found = {i: None if name in LAST_RESORT else name for i, name in found.items()}
        if not found or (None in found.values() and not self._splits_headings(line)):
            return False
        for index, name in found.items():
            if name is None and index in self.headings:
                continue  # the heading above says more
            for columns in [*self.by_field.values(), self.unknown]:
                if index in columns:
                    columns.remove(index)
            (self.by_field.setdefault(name, []) if name else self.unknown).append(index)
            self.headings[index] = clean(line.cells[index])
        self.by_field = {name: columns for name, columns in self.by_field.items() if columns}
        self.mobile_first()
        return True

    def add_missing(self, above: "Columns") -> None:
        """Take over from the headings above which fields these have no column for."""
        taken = {i for columns in self.by_field.values() for i in columns}
        for name, columns in above.by_field.items():
            if name not in self.by_field and not taken & set(columns):
                self.by_field[name] = columns

    def mobile_first(self) -> None:
        """Of several kinds of telephones below one heading let the mobile one count."""
        said = {i: words_of(self.headings.get(i, "")) for i in self.by_field.get("phone", [])}
        if sum(BELOW_PHONE.fullmatch(text) is not None for text in said.values()) > 1:
            self.by_field["phone"].sort(key=lambda i: not MOBILE.search(said[i]))

    def state_column(self) -> int | None:
        """Return where a list that the portal has made tells the states of registrations."""
        at = {words_of(text): index for index, text in self.headings.items()}
        return at[STATE_HEADINGS[1]] if at.keys() >= set(STATE_HEADINGS) else None

    def _splits_headings(self, line: SheetRow) -> bool:
        """Return whether the line can only part headings: it has no entry, and no figure."""
        filled = [i for i, cell in enumerate(line.cells) if cell]
        return (
            not any(i in self.by_field.get(self.required, []) for i in filled)
            and not any(re.search(r"\d|@", line.cells[i]) for i in filled)
            and any(i not in self.headings for i in filled)
        )

    def field_of(self, text: str) -> str | None:
        """Return what a heading means in a list of this kind."""
        found = field_of(text)
        # above a list of delegates `Kính gửi` begins a letter
        return None if found in INVITATION_FIELDS and self.required == "name" else found

    def field_below(self, index: int, text: str) -> str | None:
        """Return what a heading means below that of the contact: name, telephone, e-mail."""
        found, above = self.field_of(text), self.contact_headings.get(index)
        if above == "phone" and BELOW_PHONE.fullmatch(words_of(text)):
            return "phone"
        own = {"given": "contact_name", **{name[8:]: name for name in INVITATION_FIELDS[1:4]}}
        return own.get(found or "", found) if above == "person" else found


def columns_of(
    line: SheetRow, *, required: str, contact: Mapping[int, str] = MappingProxyType({})
) -> Columns | None:
    """Return the columns that a line names, or None where it is no line of headings.

    `required` is the field without which the table is not the list that is looked for; `contact`
    is what the line of headings above says of the columns below it.
    """
    columns = Columns(required, contact_headings=dict(contact))
    for index, cell in enumerate(line.cells[:MOST_HEADINGS]):
        if not cell:
            continue
        columns.headings[index] = clean(cell)
        found = columns.field_below(index, cell)
        if found is None:
            columns.unknown.append(index)
        else:
            columns.by_field.setdefault(found, []).append(index)
    _settle(columns)
    known = columns.by_field.keys() - {"number"}
    alone = known == {required} and not columns.unknown
    if required not in known and not (required == "organisation" and "both" in known):
        return None
    if len(known) < 2 and not alone:
        return None
    _widen(columns, line)
    if "phone" in contact.values():
        columns.mobile_first()
    return columns


def _settle(columns: Columns) -> None:
    """Decide what headings mean that mean something only beside others."""
    of = columns.by_field
    _settle_last_resort(columns)
    if columns.required != "name":
        _part_contact(columns)
    if "given" in of and "surname" in of and "name" not in of:
        of["name"] = [of.pop("surname")[0], of.pop("given")[0]]
    elif "given" in of and "name" not in of:
        of["name"] = of.pop("given")
    elif "name" not in of and (names_at := _honorific_names(columns)):
        of["name"] = names_at
    for name in ("surname", "given"):
        columns.unknown += of.pop(name, [])


def _honorific_names(columns: Columns) -> list[int]:
    """Take the columns of honorifics, where their heading is one that names may stand under."""
    at = columns.by_field.get("honorific", [])
    is_called = at and re.match(HONORIFIC, words_of(columns.headings[at[0]]))
    return columns.by_field.pop("honorific") if is_called else []


def _settle_last_resort(columns: Columns) -> None:
    """Let a column name the organisations where no better one does, beside other headings."""
    of = columns.by_field
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
        both = columns.by_field.get(name, [])
        own = [i for i in both if OF_CONTACT.search(names.fold(columns.headings[i]))]
        if own and len(own) < len(both):
            columns.by_field[name] = [i for i in both if i not in own]
            columns.by_field.setdefault(f"contact_{name}", []).extend(own)


def _widen(columns: Columns, line: SheetRow) -> None:
    """Let a heading over several columns stand for all: family and given names have two."""
    of = columns.by_field
    first = of["name"][0] if "name" in of else None
    if first is not None and columns.field_of(columns.headings[first]) != "surname":
        merged, continued = _extent(columns, line, first)
        columns.name_continued, columns.other_names = [*continued], of["name"][1:]
        of["name"] = [*merged, *continued, *columns.other_names]
    for above, name in (("person", "contact_name"), ("phone", "phone")):
        for index in of.get(name, [])[:1]:
            for part in _extent(columns, line, index):
                columns.contact_headings |= dict.fromkeys(part, above)


def _extent(columns: Columns, line: SheetRow, first: int) -> tuple[range, range]:
    """Return the columns of a merged heading, and those without heading that follow it.

    A merged heading that is saved as csv is followed by such columns.
    """
    merged = end = first + line.widths.get(first, 1)
    while end not in columns.headings and end < max(columns.headings):
        end += 1
    return range(first, merged), range(merged, end)
