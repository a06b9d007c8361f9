"""The columns in which the name of one person stands, and those that stand beside it."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from events.vietnamese import names
from events.vietnamese.text import clean
from registrations.importing.cells.organisations import is_position
from registrations.importing.cells.values import BLANKS
from registrations.importing.table.table_row import TableRow

SEXES = {"nam", "nu"}  # Nam is a given name, too
MARKS = {"x", "v", "1", "✓", "✔", "√", "có"}


@dataclass
class Name:
    """What the columns of a name hold."""

    text: str
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def name_of(row: TableRow) -> Name:
    """Return the name in a row, what stands beside it, and what is to be checked."""
    found, columns = Name(""), row.columns
    for index in columns.by_field.get("name", []):
        cell = row.cell(index)
        if index in columns.other_names:
            _add_second_person(found, cell, columns.headings.get(index, ""))
        elif index in columns.name_continued and found.text:
            _add_unnamed(found, row.text(index))
        else:
            found.text = " ".join(filter(None, [found.text, cell]))
    return found


def _add_unnamed(found: Name, text: str) -> None:
    """Take a cell without a heading: the given name, or what is said of the person."""
    if not text or text.casefold() in BLANKS - {"x"}:
        return
    if _goes_on(found.text, text):
        sure = 1 in (len(text.split()), len(found.text.split())) and names.fold(text) not in SEXES
        found.text = f"{found.text} {text}"
        if sure:
            return
        message = _("“%(text)s” from the column without a heading is taken as a part of the name.")
    else:
        found.notes.append(text)
        message = _("“%(text)s” from the column without a heading goes to the note.")
    found.warnings.append(message % {"text": text[:80]})


def _goes_on(name: str, text: str) -> bool:
    """Return whether a text can be the rest of a name: `Trần Thị` has one word more to come."""
    words = text.split()
    letters = re.fullmatch(r"[^\W\d_'’.-]+(?:['’.-][^\W\d_]+)*", "".join(words)) is not None
    capital = all(word[:1].isupper() for word in words) or name == name.casefold()
    alike = text.isupper() == name.isupper() and len(text) > 1 and not is_position(text)
    short = 1 in (len(words), len(name.split())) or len(words) == len(name.split()) == 2
    return letters and capital and alike and short


def _add_second_person(found: Name, cell: str, heading: str) -> None:
    """Take the cell of a second column of names: of one line only one person is taken."""
    text = clean(cell)
    if text.casefold() in BLANKS - {"x"} or text == clean(found.text):
        return
    is_mark = text.casefold() in MARKS
    if not found.text and not is_mark:
        found.text = cell
        return
    found.notes.append(f"{clean(heading)}: {text}")
    if not is_mark:
        message = _("The line names a second person, “%(text)s”: this goes to the note.")
        found.warnings.append(message % {"text": text[:80]})


def sex_of(row: TableRow) -> tuple[str, list[str]]:
    """Return the honorific by the column that is marked, and what else was written there."""
    marked, notes = [], []
    for code in ("mr", "ms"):
        for index in row.columns.by_field.get(code, []):
            text = row.text(index)
            if text.casefold() in BLANKS - {"x"}:
                continue
            marked.append(code)
            if text.casefold() not in MARKS:
                notes.append(f"{row.columns.headings.get(index, '')}: {text}")
    return (marked[0] if len(set(marked)) == 1 else ""), notes
