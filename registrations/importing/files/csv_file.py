"""Texts with separators (.csv), in the encodings that Vietnamese offices have."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from registrations.importing.files.sheets import (
    MOST_COLUMNS,
    Budget,
    Sheet,
    SheetRow,
    Sheets,
    Unreadable,
    damaged,
    too_large,
    trimmed,
)
from registrations.importing.table import columns

SEPARATORS = (";", ",", "\t", "|")
SEPARATOR = re.compile(r"sep=(?P<separator>[^\r\n])(?:\r\n|\r|\n)", re.I)
KEPT_TEXT = re.compile(r'\A="([^"]*)"\Z')  # ="0912345678", so that Excel keeps the zero
MOST_IN_A_LINE = 500_000  # letters
MOST_NUMBERED = 1_048_576  # lines, with the empty ones; so many has a sheet of Excel
LOOKED_AT = 40  # lines, to tell which separator it is


def sheets(content: bytes, budget: Budget) -> Sheets:
    """Yield the one sheet. Lines count as Excel counts them: a broken one is one, `sep=;` none."""
    text = decoded(content)
    said = SEPARATOR.match(text)
    if said:
        separator, text = said["separator"], text[said.end() :]
    else:
        separator = max(SEPARATORS, key=lambda one: _fitness(text, one))
    sheet = Sheet("", [])
    try:
        for number, cells in enumerate(_lines(text, separator), 1):
            if number > MOST_NUMBERED:
                raise too_large()
            texts = trimmed([KEPT_TEXT.sub(r"\1", cell) for cell in cells])
            if texts:
                budget.count_row(texts)
                sheet.rows.append(SheetRow(number, texts))
    except csv.Error as error:
        raise damaged() from error
    yield sheet


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or windows-1258. Raises `Unreadable`."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content[:1000]:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(
        _(
            "The letters of the file cannot be read. Save it as .xlsx, or as “CSV UTF-8”, and "
            "choose it again."
        )
    )


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the lines in cells; what is made to be one endless line is refused."""
    since = 0  # letters of the line at hand, which may be broken

    def pieces() -> Iterator[str]:
        nonlocal since
        for piece in io.StringIO(text, newline=""):
            since += len(piece)
            if since > MOST_IN_A_LINE:
                raise too_large()
            yield piece

    for cells in csv.reader(pieces(), delimiter=separator):
        since = 0
        yield cells


def _fitness(text: str, separator: str) -> tuple[int, int]:
    """Return how many headings, and how many cells, a separator gives."""
    try:
        lines = list(islice(_lines(text, separator), LOOKED_AT))
    except csv.Error:
        return 0, 0
    known = (
        len({columns.field_of(cell) for cell in line[:MOST_COLUMNS]} - {None}) for line in lines
    )
    return max(known, default=0), sum(map(len, lines))
