"""Sheets and their rows, the same from every kind of file, and how much of them is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from events.sizes import MEBIBYTE

MOST_BYTES = 20 * MEBIBYTE  # of the file
MOST_UNPACKED = 96 * MEBIBYTE  # of what is packed in it
MOST_LINES = 20_000  # with anything written in them, on all sheets together
MOST_COLUMNS = 200
MOST_SHEETS = 50
MOST_CHARACTERS = 2_000  # in one cell
MOST_LETTERS = 6_000_000  # in all cells together: a packed file says one text a million times


class Unreadable(Exception):
    """The file cannot be read; `str()` of it is a sentence that says what to do."""


def damaged() -> Unreadable:
    """Return the answer to a file that ends or goes on where it must not."""
    return Unreadable(
        _(
            "The file is damaged or is not what its name says. Open it in Excel or LibreOffice, "
            "save it as .xlsx and choose it again."
        )
    )


def too_many_lines(most: int) -> Unreadable:
    """Return the answer to a list of more people than an office sends."""
    return Unreadable(
        _(
            "The file has too many lines: the most is %(most)d. Leave only the list of your "
            "delegates in it, then choose it again."
        )
        % {"most": most}
    )


def too_large() -> Unreadable:
    """Return the answer to a file that is more than a list."""
    return Unreadable(
        _(
            "The file is too large: the most is %(lines)d lines, %(columns)d columns and "
            "%(size)d MB. Divide the list into several files, or remove what is not the list."
        )
        % {"lines": MOST_LINES, "columns": MOST_COLUMNS, "size": MOST_BYTES // MEBIBYTE}
    )


def too_many_sheets() -> Unreadable:
    """Return the answer to a file with more sheets than a list has."""
    return Unreadable(
        _("The file has too many sheets: the most is %(most)d. Remove those that are no list.")
        % {"most": MOST_SHEETS}
    )


@dataclass
class SheetRow:
    """One row of a sheet; `cells` are texts as they stand in the file, "" where nothing is."""

    number: int
    cells: list[str]
    hidden: bool = False
    broken: set[int] = field(default_factory=set)  # columns with a formula that gave no value
    widths: dict[int, int] = field(default_factory=dict)  # how many columns a merged cell covers

    def get(self, column: int) -> str:
        """Return the text of a column."""
        return self.cells[column] if column < len(self.cells) else ""

    def filled(self) -> list[str]:
        """Return the texts that there are."""
        return [cell for cell in self.cells if cell]


@dataclass
class Sheet:
    """A sheet with its filled rows, from top to bottom."""

    name: str
    rows: list[SheetRow]
    hidden: bool = False
    messages: list[str] = field(default_factory=list)  # of what was read otherwise than it stands

    def fill_merged(self, areas: Iterable[tuple[int, int, int, int]]) -> None:
        """Write what a merged cell says into its other rows: (top, left, bottom, right).

        Columns count from 0. A gigantic area costs no more than the rows that there are.
        """
        by_number = {row.number: row for row in self.rows}
        for top, left, bottom, right in areas:
            first = by_number.get(top)
            if first is None or not first.get(left):
                continue
            first.widths[left] = right - left + 1
            if bottom == top:
                continue
            for row in self.rows:
                if top < row.number <= bottom and not row.get(left):
                    row.cells += [""] * (left + 1 - len(row.cells))
                    row.cells[left] = first.cells[left]
                    row.widths[left] = right - left + 1


class Budget:
    """Counts what was read of one file, and ends the reading when it is too much."""

    def __init__(self, most_lines: int = MOST_LINES) -> None:
        self.most_lines = most_lines
        self.rows = 0
        self.letters = 0
        self.sheets = 0

    def count_row(self, cells: list[str]) -> None:
        """Count a filled row."""
        self.rows += 1
        self.letters += sum(map(len, cells))
        if self.most_lines < min(self.rows, MOST_LINES):
            raise too_many_lines(self.most_lines)
        if self.rows > MOST_LINES or len(cells) > MOST_COLUMNS or self.letters > MOST_LETTERS:
            raise too_large()

    def count_sheet(self) -> None:
        """Count a sheet."""
        self.sheets += 1
        if self.sheets > MOST_SHEETS:
            raise too_many_sheets()


def trimmed(cells: list[str]) -> list[str]:
    """Return the cells without blank ones at the end; blank is what shows nothing.

    Of a cell with too much in it, no more is kept than shows that.
    """
    texts = [cell[: 2 * MOST_CHARACTERS].strip("\ufeff\u200b \t\r\n\xa0") for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


Sheets = Iterator[Sheet]
