"""Workbooks of Excel, read as a stream: what is not the list costs no memory."""

import datetime
import re
import warnings
from typing import IO, Any
from zipfile import ZipFile

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.cell import range_boundaries  # type: ignore[import-untyped]
from openpyxl.worksheet import _reader as reader  # type: ignore[import-untyped]
from openpyxl.xml.functions import iterparse  # type: ignore[import-untyped]

from registrations.importing.tables import MOST_COLUMNS, Budget, Line, Sheet, Sheets, trimmed

MOST_AREAS = 20_000  # merged cells of a sheet
ESCAPED_BREAK = re.compile("_x000[AaDd]_")


class Cells(reader.WorkSheetParser):
    """openpyxl's reader of cells; it also tells formulas that were saved without their value."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return the cell with its saved value."""
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(reader.FORMULA_TAG) is not None
        cell["broken"] = cell["data_type"] == "e" or (formula and cell["value"] is None)
        return cell


def sheets(file: IO[bytes]) -> Sheets:
    """Yield the sheets of a workbook. Fails in many ways on bytes that somebody made up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what openpyxl leaves out: charts, rules, forms
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        budget = Budget()
        try:
            for sheet in book.worksheets:
                budget.sheet()
                hidden = sheet.sheet_state != "visible"
                yield Sheet(sheet.title, [], True) if hidden else _sheet(sheet, budget)
        finally:
            book.close()


def _sheet(sheet: Any, budget: Budget) -> Sheet:
    book = sheet.parent
    read = Sheet(sheet.title, [])
    areas: list[tuple[int, int, int, int]] = []
    archive: ZipFile = book._archive
    with archive.open(sheet._worksheet_path) as source:
        cells = Cells(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _event, element in iterparse(source):
            if element.tag == reader.ROW_TAG:
                line = _line(cells, element)
                element.clear()
                if line.cells:
                    budget.line(line.cells)
                    read.lines.append(line)
            elif element.tag == reader.MERGE_TAG:
                for part in list(element)[:MOST_AREAS]:
                    left, top, right, bottom = range_boundaries(part.get("ref"))
                    areas.append((top, left - 1, bottom, right - 1))
    read.merge(areas)
    return read


def _line(cells: Cells, element: Any) -> Line:
    number, found = cells.parse_row(element)
    hidden = cells.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true")
    texts: list[str] = []
    broken = set()
    for cell in found:
        column = cell["column"] - 1
        text = as_text(cell["value"]) if not cell["broken"] else "#"
        if not text:
            continue
        # one cell in the last of 16,384 columns must not make a line of as many
        texts += [""] * (min(column, MOST_COLUMNS + 1) + 1 - len(texts))
        texts[min(column, MOST_COLUMNS + 1)] = text
        if cell["broken"]:
            broken.add(column)
    return Line(number, trimmed(texts), hidden, broken)


def as_text(value: Any) -> str:
    """Return a value as a person reads it in its cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%d/%m/%Y")
    return ESCAPED_BREAK.sub("\n", str(value))
