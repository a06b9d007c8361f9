"""A row below the headings of a table, with its texts cleaned once."""

import re

from events.importing.sheets import SheetRow
from events.vietnamese.text import clean
from registrations.importing.table.columns import Columns

ORDINAL = re.compile(r"\d{1,5}\s*[.)]?")


class TableRow:
    """A row of a sheet under its columns; it is kept no longer than it is looked at."""

    def __init__(self, row: SheetRow, columns: Columns) -> None:
        self.sheet_row, self.columns = row, columns
        self.number = row.number
        self.texts = {i: clean(cell) for i, cell in enumerate(row.cells) if cell}  # what is filled
        self.is_numbered = is_numbered(row, columns)

    def cell(self, column: int) -> str:
        """Return the text of a column as it stands in the file, with its ends of lines."""
        return self.sheet_row.get(column)

    def text(self, column: int) -> str:
        """Return the text of a column, cleaned."""
        return self.texts.get(column, "")

    @property
    def first_text(self) -> str:
        """The first text from the left."""
        return next(iter(self.texts.values()))

    @property
    def own_text(self) -> str:
        """The text where entries have their name."""
        return self.text(self.columns.first_column())


def is_ordinal(text: str) -> bool:
    """Return whether this is the number of an entry."""
    return ORDINAL.fullmatch(text) is not None


def is_numbered(row: SheetRow, columns: Columns) -> bool:
    """Return whether a row has the number of an entry."""
    return columns.number is not None and is_ordinal(row.get(columns.number))
