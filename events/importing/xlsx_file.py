"""Workbooks of Excel, read as a stream: what is not the list costs no memory."""

import datetime
import re
import warnings
from typing import IO, Any

from openpyxl.cell.text import Text
from openpyxl.reader import excel
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet import _reader as reader
from openpyxl.xml.constants import SHEET_MAIN_NS

from events.importing.sheets import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    Budget,
    Sheet,
    SheetRow,
    Sheets,
    too_large,
    trimmed,
)
from events.importing.xml_stream import elements

MERGED, STRING, INLINE, TEXT = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("mergeCell", "si", "is", "t")
)
MOST_STRINGS = 500_000  # different texts of all cells
MOST_AREAS = 20_000  # merged cells of a sheet
ESCAPED_BREAK = re.compile("_x000[AaDd]_")


class Book(excel.ExcelReader):
    """openpyxl's reader of workbooks, without what a list has no use for.

    By itself it would read a sheet to its end, and keep all of it, to learn how large it is.
    """

    def read(self) -> None:
        """Read what stands around the sheets."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)

    def read_strings(self) -> None:
        """Read the texts that cells share."""
        kind = excel.SHARED_STRINGS
        part = self.package.find(kind)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _event, element in elements(source, {STRING}):
                if len(self.shared_strings) == MOST_STRINGS:
                    raise too_large()
                self.shared_strings.append(_string(element).replace("x005F_", ""))


class Cells(reader.WorkSheetParser):
    """openpyxl's reader of cells; it also tells formulas that were saved without their value."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return the cell with its saved value."""
        inline = element.find(INLINE) if element.get("t") == "inlineStr" else None
        if inline is not None:
            element.set("t", "str")  # by itself openpyxl builds objects of every text
        cell: dict[str, Any] = super().parse_cell(element)
        if inline is not None:
            cell["value"] = _string(inline)
        formula = element.find(reader.FORMULA_TAG) is not None
        cell["broken"] = cell["data_type"] == "e" or (formula and cell["value"] is None)
        return cell


def sheets(file: IO[bytes], budget: Budget) -> Sheets:
    """Yield the sheets of a workbook. Fails in many ways on bytes that somebody made up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what openpyxl leaves out: charts, rules, forms
        book = Book(file, read_only=True, data_only=True, keep_links=False)
        book.read()
        for sheet, relation in book.parser.find_sheets():
            if relation.target not in book.valid_files or "chartsheet" in relation.Type:
                continue
            budget.count_sheet()
            if sheet.state != "visible":
                yield Sheet(sheet.name, [], True)
            else:
                yield _sheet(book, sheet.name, relation.target, budget)


def _sheet(book: Book, name: str, path: str, budget: Budget) -> Sheet:
    sheet = Sheet(name, [])
    areas: list[tuple[int, int, int, int]] = []
    with book.archive.open(path) as source:
        cells = Cells(
            source,
            book.shared_strings,
            data_only=True,
            epoch=book.wb.epoch,
            date_formats=book.wb._date_formats,
            timedelta_formats=book.wb._timedelta_formats,
        )
        for _event, element in elements(source, {reader.ROW_TAG, MERGED}):
            if element.tag == reader.ROW_TAG:
                row = _row(cells, element)
                if row.cells:
                    budget.count_row(row.cells)
                    sheet.rows.append(row)
            elif len(areas) < MOST_AREAS:
                left, top, right, bottom = range_boundaries(element.get("ref"))
                areas.append((top, left - 1, bottom, right - 1))
    sheet.fill_merged(areas)
    return sheet


def _row(cells: Cells, element: Any) -> SheetRow:
    if not any(len(cell) for cell in element):  # a million lines that only have a height
        cells.row_counter = int(element.get("r") or cells.row_counter + 1)
        return SheetRow(cells.row_counter, [])
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
    return SheetRow(number, trimmed(texts), hidden, broken)


def _string(element: Any) -> str:
    """Return the text of an element that holds one, perhaps in pieces of several looks."""
    simple = len(element) == 1 and element[0].tag == TEXT
    return (element[0].text if simple else Text.from_tree(element).content) or ""


def as_text(value: Any) -> str:
    """Return a value as a person reads it in its cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%d/%m/%Y")
    return ESCAPED_BREAK.sub("\n", str(value)[: 2 * MOST_CHARACTERS])
