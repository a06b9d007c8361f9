"""Sheets of OpenDocument, read as a stream.

The libraries for them build the whole document in memory, and a line that is repeated a million
times a million times.
"""

import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from events.importing.sheets import (
    MOST_COLUMNS,
    Budget,
    Sheet,
    SheetRow,
    Sheets,
    trimmed,
)
from events.importing.xml_stream import elements

OFFICE, STYLE, TABLE, TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "style", "table", "text")
)
ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:T|$)")
ROW, SHEET, STYLE_OF = f"{TABLE}table-row", f"{TABLE}table", f"{STYLE}style"
NUMBERS = {"float", "percentage", "currency"}
MOST_SPACES = 100  # that one element may stand for
MOST_REPEATED = 1_000  # times a filled line; more is a colour that was drawn down the sheet


def sheets(archive: ZipFile, budget: Budget) -> Sheets:
    """Yield the sheets of a document. Fails in many ways on bytes that somebody made up."""
    hidden_styles: set[str] = set()
    reader = _Reader(budget)
    with archive.open("content.xml") as source:
        for event, element in elements(source, {ROW, STYLE_OF}, frozenset({SHEET})):
            if element.tag == STYLE_OF:
                properties = element.find(f"{STYLE}table-properties")
                if properties is not None and properties.get(f"{TABLE}display") == "false":
                    hidden_styles.add(element.get(f"{STYLE}name", ""))
            elif element.tag == ROW:
                reader.row(element)
            elif event == "start":
                reader.begin(element, hidden_styles)
            elif reader.sheet is not None:
                yield reader.end()


class _Reader:
    """Collects the rows of one sheet after the other."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.sheet: Sheet | None = None

    def begin(self, element: Any, hidden_styles: set[str]) -> None:
        self.budget.count_sheet()
        hidden = element.get(f"{TABLE}style-name") in hidden_styles
        self.sheet = Sheet(element.get(f"{TABLE}name", ""), [], hidden)
        self.number = 1
        self.areas: list[tuple[int, int, int, int]] = []

    def row(self, element: Any) -> None:
        if self.sheet is None or self.sheet.hidden:
            return
        repeated = _count(element, "number-rows-repeated")
        row = self._row(element)
        for number in range(min(repeated, MOST_REPEATED) if row.cells else 0):
            self.budget.count_row(row.cells)
            copy = SheetRow(self.number + number, [*row.cells], row.hidden, row.broken)
            self.sheet.rows.append(copy)
        self.number += repeated

    def end(self) -> Sheet:
        sheet, self.sheet = self.sheet, None
        if sheet is None:
            raise ValueError
        sheet.fill_merged(self.areas)
        return sheet

    def _row(self, element: Any) -> SheetRow:
        texts: list[str] = []
        broken = set()
        column = 0
        for cell in element:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            repeated = _count(cell, "number-columns-repeated")
            text = _text(cell)
            if not text and cell.get(f"{TABLE}formula"):
                text = "#"
                broken.add(column)
            if text:
                texts += [""] * (min(column, MOST_COLUMNS + 1) - len(texts))
                texts += [text] * min(repeated, MOST_COLUMNS + 1)
                self._merged(cell, column)
            column += repeated
        hidden = element.get(f"{TABLE}visibility") in ("collapse", "filter")
        return SheetRow(self.number, trimmed(texts), hidden, broken)

    def _merged(self, cell: Any, column: int) -> None:
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            self.areas.append((self.number, column, self.number + down - 1, column + across - 1))


def _count(element: Any, name: str) -> int:
    return max(1, int(element.get(TABLE + name, 1)))


def _text(cell: Any) -> str:
    """Return what a cell shows; of a number its value, without the separators of the display."""
    if cell.get(f"{OFFICE}value-type") in NUMBERS:
        value = str(cell.get(f"{OFFICE}value", ""))
        return value.removesuffix(".0")
    if day := ISO_DAY.match(cell.get(f"{OFFICE}date-value", "")):
        return f"{day['day']}/{day['month']}/{day['year']}"  # it may be shown as 01/15/25
    return "\n".join("".join(_pieces(part)) for part in cell.findall(f"{TEXT}p"))


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag == f"{TEXT}s":
            yield " " * min(int(part.get(f"{TEXT}c", 1)), MOST_SPACES)
        elif part.tag in (f"{TEXT}line-break", f"{TEXT}tab"):
            yield "\n" if part.tag.endswith("break") else "\t"
        elif part.tag != f"{OFFICE}annotation":
            yield from _pieces(part)
        yield part.tail or ""
