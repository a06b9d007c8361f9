"""Rules about how a paper falls into pages, and its head into lines; they hold for every paper."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from events.vietnamese.compounds import COMPOUNDS, PLACES
from tests.papers.reading import MM, Block, Glyph, Line, Reading, marks, walk
from tests.papers.sheets import nothing_overlaps

TOP = 19.0  # mm: page numbers stand above
FILLED = 0.65  # of the height of the text: less, where another page follows, is half empty
SLACK = 0.5  # mm
COMPANY = 2  # rows or lines: fewer are alone
CLOSING = ("Tổng số:", "Tổng thời lượng:")
ANNEX = "Phụ lục"
END = re.compile(r"Nơi nhận:|TM\. |ĐẠI DIỆN ")


@dataclass
class Row:
    """As much of a row as stands on one page."""

    cells: list[str]
    lines: int


@dataclass
class Piece:
    """As much of a table as stands on one page."""

    page: int
    head: list[str]
    rows: list[Row]


class Pages:
    """A paper, its annex being another, each with pages of its own."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.blocks = [block for block in reading.blocks if block.lines]
        starts = [1, *(b.lines[0].page for b in self.blocks if b.text == ANNEX)]
        starts = sorted(set(starts))
        ends = [*(start - 1 for start in starts[1:]), len(reading.sizes)]
        self.parts = [range(*ends_) for ends_ in zip(starts, (e + 1 for e in ends), strict=True)]
        self.pieces = list(_pieces(reading))

    def on(self, page: int) -> list[tuple[Block, list[Line]]]:
        """Return the blocks of a page, each with its lines there."""
        found = [(b, [line for line in b.lines if line.page == page]) for b in self.blocks]
        return [(block, lines) for block, lines in found if lines]


def _pieces(reading: Reading) -> Iterator[Piece]:
    """Give the tables as they stand on the pages, as the tags tell it."""
    pages = {page.obj.objgen: number for number, page in enumerate(reading.file.pages, 1)}
    marked: dict[tuple[int, int | None], list[Glyph]] = defaultdict(list)
    for glyph in reading.glyphs:
        marked[glyph.page, glyph.mark].append(glyph)
    for table in walk(reading.file.Root.StructTreeRoot.K[0]):
        if table.S != "/Table":
            continue
        page = pages[table.Pg.objgen]
        piece = Piece(page, [], [])
        for row in (element for element in walk(table) if element.S == "/TR"):
            cells = [e for e in walk(row) if e.S in ("/TH", "/TD")]
            drawn = [[g for mark in marks(cell) for g in marked[page, mark]] for cell in cells]
            texts = ["".join(glyph.text for glyph in cell).strip() for cell in drawn]
            if not any(texts):  # the line at the foot
                continue
            if all(cell.S == "/TH" for cell in cells):
                piece.head += texts
            else:
                heights = [len({round(g.baseline) for g in cell}) for cell in drawn]
                piece.rows.append(Row(texts, max(heights)))
        yield piece


def pages_are_numbered(pages: Pages) -> None:
    """From the second page of a part on; the first page has no number."""
    wanted = {page: str(page - part[0] + 1) for part in pages.parts for page in part[1:]}
    found: dict[int, str] = defaultdict(str)
    for glyph in pages.reading.glyphs:
        if glyph.top < TOP:
            found[glyph.page] += glyph.text.strip()
    assert found == wanted


def no_page_is_half_empty(pages: Pages) -> None:
    """A page that another of the same part follows is filled."""
    for part in pages.parts:
        for page in part[:-1]:
            width, height = (side * MM for side in pages.reading.sizes[page - 1])
            foot = 15 if width > height else 20
            lowest = max(g.bottom for _b, lines in pages.on(page) for g in lines[-1].ink)
            share = (lowest - 20) / (height - 20 - foot)
            assert share >= FILLED, f"Page {page} is filled to {share:.0%}"


def the_end_is_not_alone(pages: Pages) -> None:
    """On the page of the signature, and on the last one, two rows or lines of text at least."""
    for part in pages.parts:
        ends = {b.lines[0].page for b in pages.blocks if END.match(b.text)} & set(part)
        for page in ends | {part[-1]} - {part[0]}:
            company = sum(len(piece.rows) for piece in pages.pieces if piece.page == page)
            for block, lines in pages.on(page):
                if END.match(block.text):
                    break
                if block.tag in ("P", "LBody") and not block.text.startswith(CLOSING):
                    company += len(lines)
            assert company >= COMPANY, f"{company} rows or lines on page {page}"


def heads_are_repeated(pages: Pages) -> None:
    """The head of a table stands on every page of it, and rows below."""
    for piece in pages.pieces:
        assert piece.head, f"No head on page {piece.page}"
        assert piece.rows, f"Only a head on page {piece.page}"


def no_row_is_alone_or_cut(pages: Pages) -> None:
    """Two rows of a table at least on each of its pages, each row whole."""
    for before, piece in pairwise([None, *pages.pieces]):
        goes_on = before is not None and before.head == piece.head
        if not goes_on:
            continue
        first, last = piece.rows[0], before.rows[-1]
        assert first.cells[0], f"Page {piece.page} begins inside of a row"
        if len(first.cells) == len(last.cells) == 1:  # words to be spoken may go on
            assert min(first.lines, last.lines) > COMPANY, f"Cut: {last.cells}, {first.cells}"
            continue
        for each in (before, piece):
            assert len(each.rows) >= COMPANY, f"{each.rows} alone on page {each.page}"


def no_line_of_a_paragraph_is_alone(pages: Pages) -> None:
    """A paragraph that goes on over a page has two lines at least on both."""
    for block in pages.blocks:
        for page in {line.page for line in block.lines} if block.tag in ("P", "LBody") else ():
            here = sum(line.page == page for line in block.lines)
            assert here in (len(block.lines), *range(COMPANY, len(block.lines) - 1)), block.text


def what_announces_stands_before_it(pages: Pages) -> None:
    """After a heading, or a paragraph that ends with a colon, something stands on its page."""
    for before, block in pairwise(pages.blocks):
        if before.tag.startswith("H") or (before.tag == "P" and before.text.endswith(":")):
            assert block.lines[0].page == before.lines[-1].page, f"“{before.text}” stands alone"


def heads_break_between_words(pages: Pages) -> None:
    """Centred lines: none of one word, no name of a place and no word of two parts broken."""
    for block in pages.blocks:
        if len(block.lines) < 2 or not (block.tag == "H1" or _is_centred(block)):
            continue
        for above, below in pairwise(block.lines):
            assert " " in above.text, f"“{above.text}” alone"
            assert " " in below.text, f"“{below.text}” alone"
            parted = f"{above.text.split()[-1]} {below.text.split()[0]}".casefold()
            assert parted.strip("“”(),;.") not in PLACES | COMPOUNDS, f"“{parted}” is broken"


def _is_centred(block: Block) -> bool:
    first, second = block.lines[:2]
    return (
        block.tag == "P"
        and abs(first.centre - second.centre) < 0.5
        and abs(first.x0 - second.x0) > 0.5
    )


def nothing_stands_outside_or_over_another(pages: Pages) -> None:
    """Nothing in the margins, no letter over another."""
    for glyph in pages.reading.glyphs:
        width, height = (side * MM for side in pages.reading.sizes[glyph.page - 1])
        left, foot = (30, 20) if width < height else (15, 15)
        if glyph.text.strip() and glyph.top > TOP:
            assert left - SLACK < glyph.x0 < glyph.x1 < width - 15 + SLACK, glyph
            assert 20 - SLACK < glyph.top < glyph.bottom < height - foot + SLACK, glyph
    nothing_overlaps(pages.reading, None)


RULES = (
    pages_are_numbered,
    no_page_is_half_empty,
    the_end_is_not_alone,
    heads_are_repeated,
    no_row_is_alone_or_cut,
    no_line_of_a_paragraph_is_alone,
    what_announces_stands_before_it,
    heads_break_between_words,
    nothing_stands_outside_or_over_another,
)
