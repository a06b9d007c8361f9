"""Texts with separators (.csv), in the encodings that Vietnamese offices have."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from events.importing import open_quotes
from events.importing.sheets import (
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
from events.vietnamese.text import clean

SEPARATORS = (";", ",", "\t", "|")
SEPARATOR = re.compile(r"sep=(?P<separator>[^\r\n])(?:\r\n|\r|\n)", re.I)
KEPT_TEXT = re.compile(r'\A="([^"]*)"\Z')  # ="0912345678", so that Excel keeps the zero
MOST_IN_A_LINE = 500_000  # letters
MOST_NUMBERED = 1_048_576  # lines, with the empty ones; so many has a sheet of Excel
LOOKED_AT = 40  # lines, to tell which separator it is
MOST_TOLD = 20  # lines
BROKEN = "\ufffd"
TWICE_MARKED = "ï»¿"  # the mark of UTF-8, saved as UTF-8 once more
# tones stand by themselves in windows-1258, behind their vowel; the group tells whether they do
TONE = re.compile("(?:([aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])|.|^)[\u0300\u0301\u0303\u0309\u0323]", re.S)


@dataclass
class Doubts:
    """Lines whose quotation marks stand otherwise than they should, as they are counted."""

    mended: list[int] = field(default_factory=list)  # from which on each was read for itself
    odd: list[int] = field(default_factory=list)

    def messages(self) -> list[str]:
        """Return what is to be told of them."""
        told = []
        if self.mended:
            message = _(
                "A quotation mark is missing in line %(line)s: from there on, each line was read "
                "for itself. Please check these lines."
            )
            told.append(message % {"line": ", ".join(map(str, self.mended[:MOST_TOLD]))})
        if self.odd:
            message = _(
                "Quotation marks stand wrongly in line %(line)s: please check what was read of it."
            )
            told.append(message % {"line": ", ".join(map(str, self.odd[:MOST_TOLD]))})
        return told


# what a heading means in the lists that are looked for, None where it means nothing
Meaning = Callable[[str], str | None]


def sheets(content: bytes, budget: Budget, meaning: Meaning) -> Sheets:
    """Yield the one sheet. Lines count as Excel counts them: a broken one is one, `sep=;` none."""
    sheet = Sheet("", [])
    text = decoded(content, sheet.messages)
    said = SEPARATOR.match(text)
    if said:
        separator, text = said["separator"], text[said.end() :]
    else:
        separator = max(SEPARATORS, key=lambda one: _fitness(text, one, meaning))
    doubts = Doubts()
    for number, cells in enumerate(_rows(text, separator, doubts), 1):
        if number > MOST_NUMBERED:
            raise too_large()
        texts = trimmed([KEPT_TEXT.sub(r"\1", cell) for cell in cells])
        if texts:
            budget.count_row(texts)
            sheet.rows.append(SheetRow(number, texts))
    _check_separators(sheet.rows, separator)
    sheet.messages += doubts.messages()
    yield sheet


def decoded(content: bytes, messages: list[str]) -> str:
    """Return the text of a file in UTF-8, UTF-16, windows-1258 or windows-1252.

    What is doubtful is added to `messages`. Raises `Unreadable`.
    """
    try:
        text = _decoded(content, messages)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Unreadable(
            _(
                "The letters of the file cannot be read. Save it as .xlsx, or as “CSV UTF-8”, and "
                "choose it again."
            )
        )
    return text.removeprefix(TWICE_MARKED).lstrip("\ufeff")


def _decoded(content: bytes, messages: list[str]) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    if b"\0" in content[:1000]:
        return content.decode(_utf_16(content[:1000]))
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    text = content.decode("utf-8-sig", "replace")
    if 2 * text.count(BROKEN) < sum(not char.isascii() for char in text):
        return text  # its broken letters are told with their lines
    signed = content.decode("cp1258", "replace")
    tones = Counter(map(bool, TONE.findall(signed)))
    if tones[True] > 5 * tones[False]:
        return content.decode("cp1258")
    text = content.decode("cp1252")
    messages.append(
        _(
            "The file was saved as “ANSI”, which has no ă, đ, ơ, ư: they may have become a, d, o, "
            "u. Compare the names with the original list, or save that as .xlsx and choose it."
        )
    )
    return text


def _utf_16(start: bytes) -> str:
    """Return which UTF-16 it is that has no mark: half of each plain letter is NUL.

    Where NULs stand otherwise, it is none, and what UTF-8 would give is refused for them.
    """
    halves = {"utf-16-be": start[::2], "utf-16-le": start[1::2]}
    shares = {name: half.count(0) / max(len(half), 1) for name, half in halves.items()}
    likely = max(shares, key=lambda name: shares[name])
    return likely if shares[likely] > 0.2 else "utf-8"


def _rows(text: str, separator: str, doubts: Doubts) -> Iterator[list[str]]:
    """Yield the rows in cells; where a quotation mark is missing, all lines behind it that would be
    one cell are rows. Lines to be checked are added to `doubts`. Raises `Unreadable`.
    """
    widths: Counter[int] = Counter()
    number = 1
    try:
        for cells, lines in _lines(text, separator):
            singly = None
            if len(lines) > 1:
                singly = open_quotes.rows_of(cells, lines, separator, widths)
                if singly is not None:
                    doubts.mended.append(number)
            elif '"' in lines[0] and not open_quotes.is_well_formed(lines, separator):
                doubts.odd.append(number)
            for row in [cells] if singly is None else singly:
                widths[len(row)] += 1
                yield row
                number += 1
    except open_quotes.Open as error:
        raise open_quotes.mark_is_missing(number) from error
    except csv.Error as error:
        raise damaged() from error


def _lines(text: str, separator: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield rows in cells, each with its lines; what is made to be one endless row is refused.

    Raises `csv.Error`, of the kind `Open` where a cell of several lines is longer than any.
    """
    taken: list[str] = []  # lines of the row at hand, which may be broken
    since = 0  # letters of these

    def pieces() -> Iterator[str]:
        nonlocal since
        for piece in io.StringIO(text, newline=""):
            taken.append(piece)
            since += len(piece)
            if since > MOST_IN_A_LINE:
                raise too_large()
            yield piece

    try:
        for cells in csv.reader(pieces(), delimiter=separator):
            yield cells, taken
            taken.clear()
            since = 0
    except csv.Error as error:
        raise open_quotes.Open if len(taken) > 1 else error from error


def _check_separators(rows: list[SheetRow], separator: str) -> None:
    """Refuse a file in which a line parts its cells otherwise than those around it.

    It would be one long cell, and could be taken for the name of a group. Raises `Unreadable`.
    """
    most = Counter(len(row.cells) for row in rows if len(row.cells) > 1).most_common(1)
    width = most[0][0] if most else 0
    for row in rows if width > 2 else []:
        text = row.cells[0] if len(row.cells) == 1 else ""
        for other in SEPARATORS:
            # behind a comma of a sentence stands a space
            if other != separator and text.count(other) - text.count(f"{other} ") >= width - 1:
                message = _(
                    "Line %(line)d parts its cells otherwise than the lines around it: “%(text)s”. "
                    "Write all lines in one way, or save the list as .xlsx, and choose it again."
                )
                raise Unreadable(message % {"line": row.number, "text": clean(text)[:80]})


def _fitness(text: str, separator: str, meaning: Meaning) -> tuple[int, int]:
    """Return how many headings, and how many cells, a separator gives."""
    lines = []
    with suppress(csv.Error):  # a cell without end: what stands above it says enough
        for cells, _lines_of_it in islice(_lines(text, separator), LOOKED_AT):
            lines.append(cells)
    known = (len({meaning(cell) for cell in line[:MOST_COLUMNS]} - {None}) for line in lines)
    return max(known, default=0), sum(map(len, lines))
