"""Rules about sheets: papers outside of the decree, A4 landscape, mostly one table."""

import re
from itertools import groupby

from tests.papers.expected import Expected
from tests.papers.file import (
    t03_fonts,
    t04_glyph_outlines,
    t25_metadata,
    tags_tell_the_order_and_the_table_heads,
)
from tests.papers.page import t05_nfc, t06_black_only, t22_no_drawn_blanks
from tests.papers.reading import MM, Glyph, Line, Reading

LEFT, RIGHT, TOP, BOTTOM = 15.0, 282.0, 20.0, 195.0
TOLERANCE = 0.5


def sheet(kind: str, subject: str) -> Expected:
    """Return what the checks must know of a sheet."""
    nothing: dict = {"issuer": [], "body": [], "authority": [], "number_line": "", "date_line": ""}
    return Expected(kind=kind, subject=subject, signer=[], **nothing)


def landscape(reading: Reading, expected: Expected) -> None:
    """A4, lying, every page."""
    for width, height in reading.sizes:
        assert abs(width - 841.89) <= 0.5, width
        assert abs(height - 595.28) <= 0.5, height
    assert all(page.obj.get("/Rotate", 0) == 0 for page in reading.file.pages)


def inside_the_margins(reading: Reading, expected: Expected) -> None:
    """Nothing but page numbers outside of the text box."""
    for glyph in reading.glyphs:
        if glyph.text.strip() and glyph.top > TOP - 1:
            assert glyph.x0 >= LEFT - TOLERANCE, glyph
            assert glyph.x1 <= RIGHT + TOLERANCE, glyph
            assert glyph.bottom <= BOTTOM + TOLERANCE, glyph


def pages_are_numbered(reading: Reading, expected: Expected) -> None:
    """From the second page on, in the middle of the top margin."""
    in_margin = [glyph for glyph in reading.glyphs if glyph.top < TOP - 1]
    found = {page: Line(list(run)) for page, run in groupby(in_margin, key=lambda g: g.page)}
    assert [line.text for line in found.values()] == [
        str(page) for page in range(2, len(reading.sizes) + 1)
    ]
    for line in found.values():
        # of a sheet, or of an annex with the margins of the decree
        centres = ((LEFT + RIGHT) / 2, (30 + RIGHT) / 2)
        assert any(abs(line.centre - centre) <= 1.5 for centre in centres), line.centre


def nothing_overlaps(reading: Reading, expected: Expected) -> None:
    """No letter is printed over another."""
    for _page, run in groupby(reading.glyphs, key=lambda glyph: glyph.page):
        ink = sorted((g for g in run if g.text.strip()), key=lambda g: (g.baseline, g.x0))
        for index, glyph in enumerate(ink):
            height = 0.7 * glyph.size * MM
            for other in ink[index + 1 :]:
                if other.baseline - glyph.baseline >= height:
                    break
                assert _beside(glyph, other), (glyph, other)


def _beside(glyph: Glyph, other: Glyph) -> bool:
    """Return whether two letters of about the same height share less than kerning lets them."""
    shared = min(glyph.x1, other.x1) - max(glyph.x0, other.x0)
    return shared <= 0.2 * glyph.size * MM


def head_on_every_page(reading: Reading, expected: Expected) -> None:
    """Where a table goes on, its head stands above, and never without a row below."""
    cells: dict[int, list[str]] = {}
    for block in reading.blocks:
        for line in block.lines[:1]:
            cells.setdefault(line.page, []).append(block.tag)
    heads = {}
    for page, tags in cells.items():
        if "TH" in tags:
            assert len(tags) > tags.count("TH") + tags.index("TH"), f"Nothing below, page {page}"
            heads[page] = [b.text for b in reading.blocks if b.tag == "TH" and _page(b) == page]
        if page > 1:
            assert tags[0] == "TH", f"Page {page} begins with {tags[0]}"
    assert len({tuple(head) for head in heads.values()}) <= 1
    for block in reading.blocks:
        if block.tag == "TH":
            for line in block.lines:
                line.has(size=(12, 14), bold=True)


def _page(block) -> int:
    return block.lines[0].page


def said(reading: Reading) -> list[str]:
    """Return what a sheet says, block by block, without table heads and empty cells."""
    return [block.text for block in reading.blocks if block.tag != "TH" and block.text]


def no_word_is_cut(reading: Reading, texts: list[str]) -> None:
    """All is said, in order, each word on one line, a word on two pages neither."""
    assert " ".join(said(reading)) == " ".join(" ".join(text.split()) for text in texts)
    for block in reading.blocks:
        assert not re.search(r"\u00ad|\ufffd|□", block.text), block.text


SHEET_CHECKS = (
    t03_fonts,
    t04_glyph_outlines,
    t05_nfc,
    t06_black_only,
    t22_no_drawn_blanks,
    t25_metadata,
    tags_tell_the_order_and_the_table_heads,
    landscape,
    inside_the_margins,
    pages_are_numbered,
    nothing_overlaps,
    head_on_every_page,
)
