"""One line of a table becomes an entry, with all that is to be said of it."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils.cell import get_column_letter  # type: ignore[import-untyped]

from events.vietnamese import names, phones
from events.vietnamese.text import clean
from registrations.importing import cells, persons
from registrations.importing.headings import Columns
from registrations.importing.lines import is_body
from registrations.importing.rows import FIELDS, Outcome, Row
from registrations.importing.tables import MOST_CHARACTERS, Line

LONGEST = {
    "name": 150,
    "position": 200,
    "organisation": 300,
    "email": 254,
    "delegation": 500,
    "note": 2000,
    "contact_name": 150,
    "contact_email": 254,
}
# fields that may be sentences, or several addresses
LONG = ("position", "organisation", "both", "delegation", "note", "email", "contact_email")
MOST_SHORT = 150  # characters of all others


@dataclass
class Around:
    """What holds for the lines of a table besides what stands in them."""

    sheet: str
    needed: str
    delegations: dict[str, str]  # as the ceremony knows them, by their folded names
    body: str = ""  # of all, also from a line above the table or the name of a group
    group: str = ""  # the delegation that a group names
    above: dict[str, str] = field(default_factory=dict)  # texts of the line before, for ditto marks
    old_font: bool = False  # whether anything in the table is written in one
    old_lines: int = 0  # how many entries are

    def delegation(self, text: str) -> str:
        """Return the name by which the ceremony knows a delegation; "" for none."""
        typed = plain_words(text)
        if typed in self.delegations:
            return self.delegations[typed]
        near = [
            name
            for plain, name in self.delegations.items()
            if len(typed) > 5 and (f" {typed} " in f" {plain} " or f" {plain} " in f" {typed} ")
        ]
        return near[0] if len(near) == 1 else ""


def plain_words(text: str) -> str:
    """Return the words of a text, by which two spellings of a delegation are compared."""
    return " ".join(re.findall(r"[^\W_]+", names.fold(text)))


class Entry:
    """Reads one line of a table."""

    def __init__(self, around: Around, line: Line, columns: Columns) -> None:
        self.around, self.line, self.columns = around, line, columns
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.notes: list[str] = []
        self.value: dict[str, Any] = dict.fromkeys(FIELDS, "")
        self.honorific = ""

    def row(self) -> Row:
        """Return the line with all that is to be said of it."""
        self._check_cells()
        self._check_letters()
        self._read()
        for name, most in LONGEST.items():
            text = self.value.get(name, "")
            if len(text) > most:
                self.errors.append(
                    _("Too long (%(count)d characters, the most is %(most)d): %(start)s…")
                    % {"count": len(text), "most": most, "start": text[:40]}
                )
        if self.line.hidden:
            self.warnings.append(_("This line is hidden in the file."))
        outcome = Outcome.WARNING if self.warnings else Outcome.ACCEPTED
        if self.errors:
            outcome = Outcome.ERROR
        messages = self.errors + self.warnings
        return Row(self.around.sheet, self.line.number, outcome, self.value, messages)

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
                elif len(self.line.get(index)) > (MOST_CHARACTERS if name in LONG else MOST_SHORT):
                    told = _("The cell under “%(heading)s” holds too much text.")
                    self.errors.append(told % {"heading": self.columns.names.get(index, "")})
                    self.line.cells[index] = self.line.get(index)[:80]

    def _check_letters(self) -> None:
        texts = [clean(self.line.get(i)) for i in self.columns.entry()]
        odd = [text for text in texts if cells.has_odd_letter(text)]
        if odd and (self.around.old_font or cells.is_of_old_font(" ".join(texts))):
            told = _("“%(text)s” is in an old font (TCVN3, VNI): convert it to Unicode.")
            self.errors.append(told % {"text": odd[0][:80]})
            self.around.old_lines += 1

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
            return self.around.above.get(name, "")
        self.around.above[name] = text
        return text

    def _read(self) -> None:
        self._read_name()
        self._read_bodies()
        self._read_delegation()
        self._read_contact()
        if self.around.needed == "organisation":
            self._read_invitation()
        note = self._text("note")
        self.value["note"] = "; ".join(dict.fromkeys(filter(None, [clean(note), *self.notes])))
        said = self._text("honorific")
        self.value["honorific"] = persons.honorific(said) or self.honorific

    def _read_name(self) -> None:
        text, behind = persons.beside(self._text("name"))
        try:
            self.honorific, self.value["name"], told = persons.name(text)
            self.warnings += told
        except ValueError as error:
            self.value["name"] = clean(text)
            self.errors.append(str(error))
            return
        delegates = self.around.needed == "name"
        if not self.value["name"]:
            if delegates:
                self.errors.append(_("The name is missing: write it, or remove the line."))
            return
        if behind and not self._text("position") and not self._text("both"):
            self.value["position"] = behind
            self.warnings.append(_("What follows the name in its cell is taken as the position."))
        elif behind:
            self.notes.append(behind)
            self.warnings.append(_("What follows the name in its cell goes to the note."))
        if delegates and is_body(self.value["name"]):
            doubt = _(
                "“%(text)s” looks like a body, not like the name of a person: please check it."
            )
            self.warnings.append(doubt % {"text": self.value["name"][:80]})

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
        self.value["organisation"] = clean(organisation) or self.around.body
        if not self.value["organisation"]:
            self.errors.append(_("The organisation is missing: write it in the column “Đơn vị”."))

    def _read_delegation(self) -> None:
        typed = clean(self._text("delegation"))
        if not typed:
            self.value["delegation"] = self.around.group
            return
        known = self.around.delegation(typed)
        self.value["delegation"] = known or typed
        if not known:
            self.warnings.append(
                _(
                    "The ceremony has no delegation “%(name)s”: it stays empty. Choose one "
                    "afterwards, by hand."
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

    def _read_invitation(self) -> None:
        """Read what only an invitation has."""
        for name, read, text in (
            ("places", lambda text: (cells.places(text), []), self._text("places")),
            ("deadline", cells.day, self._text("deadline")),
        ):
            try:
                self.value[name], told = read(text)
                self.warnings += told
            except ValueError as error:
                self.value[name] = clean(text)
                self.errors.append(str(error))
        person, number, address = cells.contact(self._text("contact_name"))
        self.value["contact_name"] = person
        for name, read_one, beside, own in (
            ("contact_phone", cells.phone, number, self.value["phone"]),
            ("contact_email", cells.email, address, self.value["email"]),
        ):
            try:
                value, others, told = read_one(self._text(name) or beside)
            except ValueError as error:
                self.value[name] = clean(self._text(name) or beside)
                self.errors.append(str(error))
                continue
            self.value[name] = value
            self.warnings += told
            kept = [*others, *([own] if value and own and own != value else [])]
            if kept:
                label = _("Other telephone") if name == "contact_phone" else _("Other e-mail")
                self.notes.append(f"{label}: {', '.join(map(phones.display, kept))}")

    def _phone_beside(self) -> str:
        """Return a good number from a second column of telephones, taken back from the note."""
        for index in self.columns.of.get("phone", [])[1:]:
            try:
                return phones.normalize(self.line.get(index))
            except ValueError:
                continue
        return ""
