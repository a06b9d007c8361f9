"""Rules about the sheet and all that stands on it."""

import re
import unicodedata
from itertools import groupby

from tests.papers.expected import Expected
from tests.papers.reading import Line, Reading

BLACK = {(0,), (0.0, 0.0, 0.0), (0, 0, 0, 1), 0}


def t01_a4(reading: Reading, expected: Expected) -> None:
    """A4, upright, every page."""
    for width, height in reading.sizes:
        assert abs(width - 595.28) <= 0.5, width
        assert abs(height - 841.89) <= 0.5, height
    for page in reading.file.pages:
        assert page.obj.get("/Rotate", 0) == 0


def t02_margins(reading: Reading, expected: Expected) -> None:
    """Left 30-35, right 15-20, top and bottom 20-25 mm."""
    ink = [glyph for glyph in reading.glyphs if glyph.text.strip() and glyph.top > 19]
    left, right = min(glyph.x0 for glyph in ink), max(glyph.x1 for glyph in ink)
    assert left >= 29.5, left
    assert right <= 195.5, right
    if max(line.width for block in reading.blocks for line in block.lines) > 140:
        assert left <= 35.5, left
        assert right >= 189.5, right
    assert min(glyph.top for glyph in ink) >= 19.5
    assert max(glyph.bottom for glyph in ink) <= 277.5
    for rule in reading.rules:
        assert 29.5 <= rule.x0 < rule.x1 <= 195.5, rule


def t05_nfc(reading: Reading, expected: Expected) -> None:
    """The text is NFC, with nothing invisible in it."""
    text = "".join(glyph.text for glyph in reading.glyphs)
    assert unicodedata.is_normalized("NFC", text), ascii(text[:2000])
    strange = {
        char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Mn")
    }
    assert not strange, ascii(strange)


def t06_black_only(reading: Reading, expected: Expected) -> None:
    """Black letters and lines, no pictures."""
    for glyph in reading.glyphs:
        assert glyph.colour in BLACK, (glyph.text, glyph.colour)
    for colour in reading.fills:
        assert colour in BLACK, colour
    assert reading.images == 0


def t07_page_numbers(reading: Reading, expected: Expected) -> None:
    """From the second page on, in the middle of the top margin; nothing there on page 1."""
    in_margin = [glyph for glyph in reading.glyphs if glyph.top < 19]
    found = {page: Line(list(run)) for page, run in groupby(in_margin, key=lambda g: g.page)}
    assert sorted(found) == list(range(2, len(reading.sizes) + 1))
    for page, line in found.items():
        assert line.text == str(page)
        line.has(size=(13, 14))
        assert abs(line.centre - 112.5) <= 1.5, line.centre


def t22_no_drawn_blanks(reading: Reading, expected: Expected) -> None:
    """Rules are lines and blanks are gaps: no underscores, dots, dashes in a row."""
    for block in reading.blocks:
        assert not re.search(r"_|\.{2,}|…{2,}|-{2,}|─|—{2,}", block.text), block.text
