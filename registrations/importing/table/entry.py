"""One row of a table becomes an entry, with all that is to be said of it."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils.cell import get_column_letter

from events.validators import (
    validate_person_name,
    validate_printable_by_staff,
    validate_title_or_body,
)
from events.vietnamese import names, persons, phones
from events.vietnamese.text import clean, has_hidden_signs
from registrations.importing.cells import contacts, lost_letters, organisations, person_cell, values
from registrations.importing.cells.name_columns import name_of, sex_of
from registrations.importing.cells.organisations import is_organisation
from registrations.importing.results import FIELDS, Outcome, Row
from registrations.importing.table.columns import field_of, is_organisation_first, words_of
from registrations.importing.table.context import Context
from registrations.importing.table.heading_words import EMAIL, LAST_RESORT
from registrations.importing.table.readable import readable
from registrations.importing.table.table_row import TableRow

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
# fields in which a question mark between letters stands for a lost one
OF_WORDS = ("name", "position", "organisation", "delegation", "contact_name")
# what letters carry, and must not be more than its name says
IN_LETTERS = {
    "name": (gettext_lazy("full name"), validate_person_name),
    "position": (gettext_lazy("position"), validate_title_or_body),
    "organisation": (gettext_lazy("organisation"), validate_title_or_body),
}
OTHERS = {"phone": gettext_lazy("Other telephone"), "email": gettext_lazy("Other e-mail")}
LETTER = re.compile(r"[^\W\d_]")
FAX = re.compile(r"\bfax\b")  # which nobody misses
Reader = Callable[[str], tuple[Any, list[str], list[str]]]  # value, other texts, warnings


class Entry:
    """Reads one row of a table."""

    def __init__(self, context: Context, row: TableRow) -> None:
        self.context, self.columns = context, row.columns
        self.value: dict[str, Any] = dict.fromkeys(FIELDS, "")
        self.honorific = ""
        self.sex, self.notes = sex_of(row)
        self.row, self.errors, self.warnings = readable(row)

    def result(self) -> Row:
        """Return the row with all that is to be said of it."""
        self._read()
        self._check_letters()
        self._check_fields()
        self._check_left_out()
        for name, most in LONGEST.items():
            text = self.value.get(name, "")
            if len(text) > most:
                self.errors.append(
                    _("Too long (%(count)d characters, the most is %(most)d): %(start)s…")
                    % {"count": len(text), "most": most, "start": text[:40]}
                )
        if self.row.sheet_row.hidden:
            self.warnings.append(_("This line is hidden in the file."))
        outcome = Outcome.WARNING if self.warnings else Outcome.ACCEPTED
        if self.errors:
            outcome = Outcome.ERROR
        messages = self.errors + self.warnings
        row = Row(self.context.sheet, self.row.number, outcome, self.value, messages)
        if state := self._withdrawn():
            row.skip(_("The list tells that this registration is “%(state)s”.") % {"state": state})
        return row

    def _check_letters(self) -> None:
        """Tell of letters that nobody can read. Needs the values, since a group may give some."""
        cells = {index: self.row.cell(index) for index in self.columns.entry_columns()}
        garbled = []
        if lost_letters.is_garbled("\n".join(cells.values())):
            garbled = [text for text in cells.values() if lost_letters.is_garbled(text)]
        said = (str(self.value.get(name, "")) for name in OF_WORDS)
        if lost := [*garbled, *filter(lost_letters.is_lost, said)]:
            message = _("“%(text)s” has lost letters: write it anew, as it should read.")
            self.errors.append(message % {"text": clean(lost[0])[:80]})
            self.context.lost.append((self.row.number, lost[0]))
            self.context.lost_rows += 1
            return
        for index, cell in cells.items():
            if has_hidden_signs(cell):
                message = _("Hidden signs in the column “%(heading)s” are left out: “%(text)s”.")
                heading, text = self.columns.headings.get(index, ""), self.row.text(index)[:80]
                self.warnings.append(message % {"heading": heading, "text": text})
        texts = [self.row.text(index) for index in cells]
        whole = " ".join(texts)
        if values.has_odd_letter(whole) and (self.context.old_font or values.is_of_old_font(whole)):
            odd = next(filter(values.has_odd_letter, texts))
            message = _("“%(text)s” is in an old font (TCVN3, VNI): convert it to Unicode.")
            self.errors.append(message % {"text": odd[:80]})
            self.context.old_font_rows += 1

    def _check_fields(self) -> None:
        """Refuse what leads out of a letter, as addresses and sums, and what cannot be printed."""
        for name, (label, validate) in IN_LETTERS.items():
            try:
                validate_printable_by_staff(self.value[name])
                validate(self.value[name])
            except ValidationError as error:
                self.errors.append(f"{capfirst(str(label))}: {error.messages[0]}")

    def _check_left_out(self) -> None:
        """Tell of telephones and addresses in columns that are not imported, and of lost words."""
        taken = {index for at in self.columns.by_field.values() for index in at}
        for index in sorted(self.row.texts.keys() - taken):
            cell = self.row.cell(index)
            heading = self.columns.headings.get(index) or get_column_letter(index + 1)
            nameless = index not in self.columns.headings and re.search(r"[^\W\d_]{2}", cell)
            contact = contacts.is_contact(cell) and not FAX.search(words_of(heading))
            if nameless or contact:
                message = _("“%(text)s” in the column “%(heading)s” is not imported.")
                text = self.row.text(index)[:80]
                self.warnings.append(message % {"text": text, "heading": heading})

    def _withdrawn(self) -> str:
        """Return the state of who was on a list of the portal, and is there no more."""
        at = self.columns.state_column()
        if at is None:
            return ""
        state = self.row.text(at)
        gone = {names.fold(_("cancelled")), names.fold(_("declined"))}
        return state if names.fold(state) in gone else ""

    def _text(self, name: str) -> str:
        """Return what stands in the column of a field; of a second such column goes to the note."""
        found = [i for i in self.columns.by_field.get(name, []) if self.row.cell(i)]
        for index in found[1:]:
            if self.row.text(index) != self.row.text(found[0]):
                heading = self.columns.headings.get(index, "")
                self.notes.append(f"{heading}: {self.row.text(index)}")
        if not found:
            return self._ditto(name, "", "")
        return self._ditto(name, self.row.cell(found[0]), self.row.text(found[0]))

    def _ditto(self, name: str, text: str, cleaned: str) -> str:
        """Return what stands in the row above, where only a mark says so."""
        if cleaned.casefold() in values.DITTO:
            return self.context.values_above.get(name, "")
        self.context.values_above[name] = text
        return text

    def _read(self) -> None:
        said = persons.honorific_code(self._text("honorific"))
        self._read_name(said or self.sex)
        self._read_organisation()
        self._read_delegation()
        self._read_contact()
        if self.context.required == "organisation":
            self._read_invitation()
        note = self._text("note")
        self.value["note"] = "; ".join(dict.fromkeys(filter(None, [clean(note), *self.notes])))
        sex = self.sex if self.value["name"] else ""
        self.value["honorific"] = said or sex or self.honorific

    def _read_name(self, said: str) -> None:
        found = name_of(self.row)
        self.notes += found.notes
        self.warnings += found.warnings
        text, behind = persons.split_description(self._ditto("name", found.text, clean(found.text)))
        try:
            self.honorific, self.value["name"], warnings = person_cell.name(text, said)
            self.warnings += warnings
        except ValueError as error:
            self.value["name"] = clean(text)
            self.errors.append(str(error))
            return
        delegates = self.context.required == "name"
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
        if delegates and is_organisation(persons.strip_rank(self.value["name"])):
            doubt = _(
                "“%(text)s” looks like a body, not like the name of a person: please check it."
            )
            self.warnings.append(doubt % {"text": self.value["name"][:80]})

    def _read_organisation(self) -> None:
        position, organisation = self._text("position"), self._text("organisation")
        heading = self.columns.heading_of("organisation")
        if organisation and self.context.organisation and field_of(heading) == "area":
            self.notes.append(f"{heading}: {clean(organisation)}")
            organisation = ""
        if both := self._text("both"):
            position, organisation = self._split_position(both, position, organisation)
        self.value["position"] = clean(position) or self.value["position"]
        organisation = clean(organisation)
        if organisation.casefold() in values.BLANKS:
            organisation = self.context.organisation
        self.value["organisation"] = organisation
        if not organisation:
            self.errors.append(_("The organisation is missing: write it in the column “Đơn vị”."))
        elif not LETTER.search(organisation):
            message = _("“%(text)s” is not the name of a body: write it in the column “Đơn vị”.")
            self.errors.append(message % {"text": organisation[:80]})
        elif field_of(heading) in LAST_RESORT and persons.names_person(organisation):
            message = _("“%(text)s” looks like a person, not like a body: please check it.")
            self.warnings.append(message % {"text": organisation[:80]})

    def _split_position(self, both: str, position: str, organisation: str) -> tuple[str, str]:
        """Return position and organisation by the column of both, where no other says them."""
        heading = self.columns.heading_of("both")
        first, second, guess = organisations.split_position(
            both,
            organisation_first=is_organisation_first(heading),
            organisation_known=bool(organisation or self.context.organisation),
        )
        if organisation and names.identity(second) != names.identity(organisation):
            first, guess = both, guess and first != both  # with the department that it names
        if guess:
            self.warnings.append(
                _("Position and organisation stand in one cell: please check both.")
            )
        if position and first and clean(first) != clean(position):
            self.notes.append(f"{heading}: {clean(first)}")
        return position or first, organisation or second

    def _read_delegation(self) -> None:
        typed = clean(self._text("delegation"))
        if not typed:
            self.value["delegation"] = self.context.group_delegation
            return
        known = self.context.delegation(typed)
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
        number, addresses = contacts.without_addresses(self._text("phone"))
        if addresses and not any(
            re.search(EMAIL, words_of(self.columns.headings.get(index, "")))
            for index in self.columns.by_field["phone"]
        ):
            self.warnings.append(_("The e-mail address stands under the telephone: it is taken."))
        addresses = ", ".join(filter(None, [self._text("email"), addresses]))
        for name, read, text in (
            ("phone", contacts.phone, number),
            ("email", contacts.email, addresses),
        ):
            self._note_others(name, self._take(name, read, text), text)
        self.value["phone"] = self.value["phone"] or self._second_phone()

    def _read_invitation(self) -> None:
        """Read what only an invitation has."""
        self._take("places", _quota, self._text("places"))
        self._take("deadline", _day, self._text("deadline"))
        typed = self._text("contact_name")
        try:
            person, number, address = contacts.contact(typed)
        except ValueError as error:
            person, number, address = clean(typed), "", ""
            self.errors.append(str(error))
        else:
            if contacts.holds_contacts(person):  # nobody knows which is whose
                self.warnings.append(contacts.beside([person]))
                self.notes.append(f"{self.columns.heading_of('contact_name')}: {clean(typed)}")
                person = ""
        self.value["contact_name"] = person
        for name, read, text in (
            ("phone", contacts.phone, self._text("contact_phone") or number),
            ("email", contacts.email, self._text("contact_email") or address),
        ):
            others = self._take(f"contact_{name}", read, text)
            own, contact = self.value[name], self.value[f"contact_{name}"]
            if others is not None and contact and own and own != contact:
                others.append(own)
            self._note_others(name, others, text, of=f"contact_{name}")

    def _note_others(self, name: str, others: list[str] | None, text: str, of: str = "") -> None:
        """Put into the note what else stood in a cell: contacts as such, with words all of it."""
        plain = [one for one in others or [] if contacts.is_plain(name, one)]
        if len(plain) < len(others or []):
            heading = self.columns.heading_of(of or name) or capfirst(str(OTHERS[name]))
            self.notes.append(f"{heading}: {clean(text)}")
            plain = [one for one in plain if one not in text]
        if plain:
            self.notes.append(f"{OTHERS[name]}: {', '.join(map(phones.display, plain))}")

    def _take(self, name: str, read: Reader, text: str) -> list[str] | None:
        """Take over what is read of a text; return what else stood there.

        What is wrong stays as typed, beside the reason; then None is returned.
        """
        try:
            self.value[name], others, warnings = read(text)
        except ValueError as error:
            self.value[name] = clean(text)
            self.errors.append(str(error))
            return None
        self.warnings += warnings
        return others

    def _second_phone(self) -> str:
        """Return a good number from a second column of telephones, taken back from the note."""
        for index in self.columns.by_field.get("phone", [])[1:]:
            try:
                return phones.normalize(self.row.cell(index))
            except ValueError:
                continue
        return ""


def _quota(text: str) -> tuple[int | None, list[str], list[str]]:
    return values.quota(text), [], []


def _day(text: str) -> tuple[str, list[str], list[str]]:
    day, warnings = values.day(text)
    return day, [], warnings
