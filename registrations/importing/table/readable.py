"""A row of a table as it is read: what is no value in its cells is told and taken out."""

from dataclasses import replace

from django.utils.translation import gettext as _
from openpyxl.utils.cell import get_column_letter

from events.exports.files import as_typed
from events.importing.csv_file import SEPARATORS
from events.importing.open_quotes import holds_row
from events.importing.sheets import MOST_CHARACTERS
from registrations.importing.cells import values
from registrations.importing.table.table_row import TableRow

# fields that may be sentences, or several addresses
LONG = ("position", "organisation", "both", "delegation", "note", "email", "contact_email")
MOST_SHORT = 150  # characters of all others


def readable(row: TableRow) -> tuple[TableRow, list[str], list[str]]:
    """Return the row, texts as typed, none that is no value or without end; errors and warnings."""
    columns = row.columns
    errors: list[str] = []
    warnings: list[str] = []
    cells = [as_typed(cell) for cell in row.sheet_row.cells]

    def place(index: int) -> str:
        return f"{get_column_letter(index + 1)}{row.number}"

    for name, index in columns.entry_fields():
        text = cells[index] if index < len(cells) else ""
        if not text:
            continue
        if index in row.sheet_row.broken or values.FAILED.fullmatch(text):
            message = _(
                "The formula in cell %(cell)s has no value: write the value itself, or "
                "open the file in Excel, save it and choose it again."
            )
            errors.append(message % {"cell": place(index)})
            cells[index] = ""
        elif values.TOO_NARROW.fullmatch(text):
            message = _(
                "Cell %(cell)s reads “%(text)s”, since its column was too narrow when the "
                "list was saved: write what should stand there."
            )
            errors.append(message % {"cell": place(index), "text": text[:20]})
            cells[index] = ""
        elif len(text) > (MOST_CHARACTERS if name in LONG else MOST_SHORT):
            message = _("The cell under “%(heading)s” holds too much text.")
            errors.append(message % {"heading": columns.headings.get(index, "")})
            cells[index] = text[:80]
        elif len(text) == values.OLD_LIMIT:
            message = _("The text under “%(heading)s” may be cut off: please check its end.")
            warnings.append(message % {"heading": columns.headings.get(index, "")})
    for index, text in enumerate(cells):
        if "\n" in text and _holds_rows(text, len(columns.headings)):
            message = _(
                "Cell %(cell)s holds other lines of the list, since a quotation mark was missing "
                "when it was opened: give each of them a line."
            )
            errors.append(message % {"cell": place(index)})
    if cells != row.sheet_row.cells:
        row = TableRow(replace(row.sheet_row, cells=cells), columns)
    return row, errors, warnings


def _holds_rows(text: str, width: int) -> bool:
    """Return whether a line of a cell, but its first, has as many parts as there are columns."""
    return width > 2 and any(holds_row(text, one, width + 1) for one in SEPARATORS)
