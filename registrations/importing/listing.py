"""From the sheets of a file to its entries, each with what is wrong and what to do."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl.utils.cell import get_column_letter  # type: ignore[import-untyped]

from events.vietnamese import names, phones
from events.vietnamese.text import clean
from registrations.importing import cells, files, lines
from registrations.importing.headings import Columns, columns_of
from registrations.importing.tables import MOST_CHARACTERS, Line, Sheet, Unreadable

FIELDS = ("name", "position", "organisation", "phone", "email", "delegation", "note")
LONGEST = {
    "name": 150,
    "position": 200,
    "organisation": 300,
    "email": 254,
    "delegation": 500,
    "note": 2000,
}
NEEDED = {"delegates": "name", "invitations": "organisation"}
ABOVE = re.compile(r"(?:tên )?(?:đơn vị|cơ quan)[^:]{0,30}:\s*(?P<body>[^\W\d_].*)", re.I)


class Outcome(StrEnum):
    """What becomes of a line."""

    ACCEPTED = "accepted"
    WARNING = "warning"
    ERROR = "error"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        """The outcome in words."""
        return {
            "accepted": _("accepted"),
            "warning": _("accepted with a warning"),
            "error": _("error"),
            "skipped": _("skipped"),
        }[self]


@dataclass
class Row:
    """One line of a list and what becomes of it."""

    sheet: str
    row: int  # as Excel numbers it
    outcome: Outcome
    value: dict[str, Any]
    messages: list[str]

    @property
    def is_entry(self) -> bool:
        """Whether it can be imported."""
        return self.outcome in (Outcome.ACCEPTED, Outcome.WARNING)

    def skip(self, message: str, outcome: Outcome = Outcome.SKIPPED) -> None:
        """Leave the row out after all."""
        self.outcome = outcome
        self.messages = [*self.messages, message]


@dataclass
class Listing:
    """What a file holds."""

    kind: str
    file_outcome: str = "import"
    file_messages: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def reject(self, message: str) -> "Listing":
        """Import nothing of the file."""
        self.file_outcome = "reject"
        self.file_messages = [message, *self.file_messages]
        self.rows = []
        return self

    def entries(self) -> list[Row]:
        """Return the rows that can be imported."""
        return [row for row in self.rows if row.is_entry]

    def counts(self) -> dict[str, int]:
        """Return how many rows have each outcome."""
        counts = dict.fromkeys(map(str, Outcome), 0)
        for row in self.rows:
            counts[row.outcome] += 1
        return counts

    def as_dict(self) -> dict[str, Any]:
        """Return the listing as plain values."""
        result = asdict(self)
        del result["kind"]
        return result

    @classmethod
    def from_dict(cls, kind: str, values: dict[str, Any]) -> "Listing":
        """Return the listing that `as_dict` gave."""
        rows = [Row(**{**row, "outcome": Outcome(row["outcome"])}) for row in values["rows"]]
        return cls(kind, values["file_outcome"], values["file_messages"], rows)


def read_list(file: IO[bytes], kind: str, delegations: Sequence[str] = ()) -> Listing:
    """Read a list of `delegates` or `invitations`; a file that cannot be read is rejected.

    `delegations` are the names that the ceremony knows.
    """
    listing = Listing(kind)
    without: list[str] = []
    try:
        for sheet in files.sheets(file):
            if sheet.hidden:
                told = _("The sheet “%(sheet)s” is hidden and was not read. Show it to import it.")
                listing.file_messages.append(told % {"sheet": sheet.name})
                continue
            table = _Table(listing, sheet, delegations)
            table.read()
            if table.columns is None and sheet.lines:
                without.append(sheet.name)
    except Unreadable as error:
        return listing.reject(str(error))
    if not any(row.outcome != Outcome.SKIPPED for row in listing.rows):
        return listing.reject(_no_table(kind))
    for name in without:
        told = _("The sheet “%(sheet)s” has no table with known headings and was left out.")
        listing.file_messages.append(told % {"sheet": name})
    _mark_repeated(listing)
    return listing


def _no_table(kind: str) -> str:
    if kind == "delegates":
        return _(
            "No delegate was found. The table needs a line of headings with “Họ và tên” and, "
            "best, “Chức vụ”, “Đơn vị”, “Điện thoại”, “Email”, “Ghi chú”."
        )
    return _(
        "No invited body was found. The table needs a line of headings with “Đơn vị” and, best, "
        "“Họ và tên”, “Chức vụ”, “Điện thoại”, “Email”, “Số lượng”, “Ghi chú”."
    )


def _mark_repeated(listing: Listing) -> None:
    """Leave out who stands in the file already."""
    seen: dict[tuple[str, str], Row] = {}
    for row in listing.entries():
        key = names.identity(row.value["name"]), names.identity(row.value["organisation"])
        first = seen.setdefault(key, row)
        if first is not row:
            where = f"{first.sheet}, {first.row}" if first.sheet != row.sheet else str(first.row)
            row.skip(_("The same as line %(line)s of this file.") % {"line": where})


class _Table:
    """Reads one sheet."""

    def __init__(self, listing: Listing, sheet: Sheet, delegations: Sequence[str]) -> None:
        self.listing, self.sheet = listing, sheet
        self.needed = NEEDED[listing.kind]
        self.delegations = {names.fold(name): name for name in delegations}
        self.columns: Columns | None = None
        self.last_heading = 0
        self.body = ""  # of all, from a line above the table or the name of a group
        self.group = ""  # the delegation that a group names
        self.above: dict[str, str] = {}  # the texts of the line before, for ditto marks
        self.counted = self.ended = False

    def read(self) -> None:
        for line in self.sheet.lines:
            if not self._is_heading(line) and self.columns is not None:
                self._line(line, self.columns)

    # Headings

    def _is_heading(self, line: Line) -> bool:
        if self.columns is not None and self._is_counted(line, self.columns):
            return False
        found = columns_of(line, needed=self.needed)
        follows = line.number == self.last_heading + 1
        if found is not None:
            if self.columns is not None and not follows:
                self._skip(line, _("The headings again."))
            elif follows and self.columns is not None:
                missing = {k: v for k, v in self.columns.of.items() if k not in found.of}
                taken = {i for columns in found.of.values() for i in columns}
                found.of |= {k: v for k, v in missing.items() if not taken & set(v)}
            self._begin(found, line)
            return True
        if self.columns is None:
            self._title(line)
            return False
        if follows and (self.columns.add(line) or lines.is_numbering(line)):
            self.last_heading = line.number
            return True
        return False

    def _is_counted(self, line: Line, columns: Columns) -> bool:
        """Return whether the line has the number of an entry."""
        return columns.number is not None and lines.is_ordinal(line.get(columns.number))

    def _begin(self, columns: Columns, line: Line) -> None:
        self.columns = columns
        self.last_heading = line.number
        self.counted = self.ended = False
        unknown = [columns.names[i] for i in columns.unknown]
        told = _("Columns that are not imported: %(columns)s.") % {"columns": ", ".join(unknown)}
        if unknown and told not in self.listing.file_messages:
            self.listing.file_messages.append(told)

    def _title(self, line: Line) -> None:
        for cell in line.filled():
            if match := ABOVE.fullmatch(clean(cell)):
                self.body = match["body"].rstrip(" .,;")

    # Lines of the table

    def _line(self, line: Line, columns: Columns) -> None:
        counted = self._is_counted(line, columns)
        if lines.is_numbering(line):
            self._skip(line, _("The numbers of the columns."))
        elif lines.is_total(line):
            self.counted = True
            self._skip(line, _("A total, not an entry."))
        elif lines.is_end(line, columns) or (self.ended and not counted):
            self.ended = True
            self._skip(line, _("Below the list: place, date or signature."))
        elif (group := lines.group_of(line, columns)) is not None:
            self._group(line, group)
        elif not any(
            line.get(i) for name, at in columns.of.items() for i in at if name != "number"
        ):
            self._skip(line, _("An empty line."))
        elif self.counted and not counted and len(line.filled()) < 2:
            self._skip(line, _("Below the list: place, date or signature."))
        else:
            self.ended = False
            self._add(_Entry(self, line, columns).row())

    def _skip(self, line: Line, message: str) -> None:
        value = {**dict.fromkeys(FIELDS, ""), "honorific": ""}
        self._add(Row(self.sheet.name, line.number, Outcome.SKIPPED, value, [message]))

    def _add(self, row: Row) -> None:
        self.listing.rows.append(row)

    def _group(self, line: Line, name: str) -> None:
        known = self.delegation(name)
        if known:
            self.group, self.body = known, ""
        else:
            self.body = name
        told = _("The name of a group: it holds for the lines below.")
        self._skip(line, told)

    def delegation(self, text: str) -> str:
        """Return the name by which the ceremony knows a delegation; "" for none."""
        typed = names.fold(text).strip(" ;,.")
        if typed in self.delegations:
            return self.delegations[typed]
        near = [
            name
            for plain, name in self.delegations.items()
            if len(typed) > 5 and (f" {typed} " in f" {plain} " or f" {plain} " in f" {typed} ")
        ]
        return near[0] if len(near) == 1 else ""


class _Entry:
    """Reads one line of a table."""

    def __init__(self, table: _Table, line: Line, columns: Columns) -> None:
        self.table, self.line, self.columns = table, line, columns
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.notes: list[str] = []
        self.value: dict[str, Any] = dict.fromkeys(FIELDS, "")
        self.honorific = ""

    def row(self) -> Row:
        """Return the line with all that is to be said of it."""
        self._check_cells()
        self._read()
        for name, most in LONGEST.items():
            if len(self.value[name]) > most:
                self.errors.append(
                    _("Too long (%(count)d characters, the most is %(most)d): %(start)s…")
                    % {"count": len(self.value[name]), "most": most, "start": self.value[name][:40]}
                )
        if self.line.hidden:
            self.warnings.append(_("This line is hidden in the file."))
        outcome = Outcome.WARNING if self.warnings else Outcome.ACCEPTED
        if self.errors:
            outcome = Outcome.ERROR
        messages = self.errors + self.warnings
        return Row(self.table.sheet.name, self.line.number, outcome, self.value, messages)

    def _check_cells(self) -> None:
        for name, at in self.columns.of.items():
            for index in at:
                if name != "number" and index in self.line.broken:
                    cell = f"{get_column_letter(index + 1)}{self.line.number}"
                    told = _(
                        "The formula in cell %(cell)s has no value: write the value itself, or "
                        "open the file in Excel, save it and choose it again."
                    )
                    self.errors.append(told % {"cell": cell})
                    self.line.cells[index] = ""
                elif len(self.line.get(index)) > MOST_CHARACTERS:
                    told = _("The cell under “%(heading)s” holds too much text.")
                    self.errors.append(told % {"heading": self.columns.names.get(index, "")})
                    self.line.cells[index] = self.line.get(index)[:80]

    def _text(self, name: str) -> str:
        """Return what stands in the column of a field; of a second such column goes to the note."""
        found = [(i, self.line.get(i)) for i in self.columns.of.get(name, []) if self.line.get(i)]
        if name == "name" and len(found) > 1:
            return " ".join(text for _i, text in found)
        text = found[0][1] if found else ""
        for index, other in found[1:]:
            if clean(other) != clean(text):
                self.notes.append(f"{self.columns.names.get(index, '')}: {clean(other)}")
        if clean(text).casefold() in cells.DITTO:
            return self.table.above.get(name, "")
        self.table.above[name] = text
        return text

    def _read(self) -> None:
        self._read_name()
        self._read_bodies()
        self._read_delegation()
        self._read_contact()
        note = self._text("note")
        self.value["note"] = "; ".join([*([clean(note)] if clean(note) else []), *self.notes])
        said = self._text("honorific")
        self.value["honorific"] = cells.honorific(said) or self.honorific
        if self.table.needed == "organisation":
            try:
                self.value["places"] = cells.places(self._text("places"))
            except ValueError as error:
                self.value["places"] = None
                self.errors.append(str(error))

    def _read_name(self) -> None:
        text = self._text("name")
        person, comma, rest = text.partition(",")
        if comma and not self._text("position") and " " in person.strip():
            self.value["position"] = clean(rest)
            text = person
            self.warnings.append(_("What follows the comma in the name is taken as the position."))
        if not clean(text):
            if self.table.needed == "name":
                self.errors.append(_("The name is missing: write it, or remove the line."))
            return
        try:
            self.honorific, self.value["name"], told = cells.name(text)
            self.warnings += told
        except ValueError as error:
            self.value["name"] = clean(text)
            self.errors.append(str(error))

    def _read_bodies(self) -> None:
        position, organisation = self._text("position"), self._text("organisation")
        if both := self._text("both"):
            first, second = cells.position_and_organisation(both)
            position, organisation = position or first, organisation or second
            if not first and second == organisation:
                self.warnings.append(
                    _("Position and organisation stand in one cell: please check both.")
                )
        self.value["position"] = clean(position) or self.value["position"]
        self.value["organisation"] = clean(organisation) or self.table.body
        if not self.value["organisation"]:
            self.errors.append(_("The organisation is missing: write it in the column “Đơn vị”."))

    def _read_delegation(self) -> None:
        typed = clean(self._text("delegation"))
        if not typed:
            self.value["delegation"] = self.table.group
            return
        known = self.table.delegation(typed)
        self.value["delegation"] = known or typed
        if not known:
            self.warnings.append(
                _(
                    "The ceremony has no delegation “%(name)s”: it stays empty. Choose it "
                    "afterwards on the page of the delegate."
                )
                % {"name": typed[:80]}
            )

    def _read_contact(self) -> None:
        for name, read in (("phone", cells.phone), ("email", cells.email)):
            text = self._text(name)
            try:
                self.value[name], others, told = read(text)
            except ValueError as error:
                self.value[name] = clean(text)
                self.errors.append(str(error))
                continue
            self.warnings += told
            if others:
                label = _("Other telephone") if name == "phone" else _("Other e-mail")
                self.notes.append(f"{label}: {', '.join(others)}")
        self.value["phone"] = self.value["phone"] or self._phone_beside()

    def _phone_beside(self) -> str:
        """Return a good number from a second column of telephones, taken back from the note."""
        for index in self.columns.of.get("phone", [])[1:]:
            try:
                return phones.normalize(self.line.get(index))
            except ValueError:
                continue
        return ""
