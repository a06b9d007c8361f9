"""A PDF taken apart: glyphs, lines and blocks in the order that its tags tell."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, permutations
from typing import Any

import pdfplumber
import pikepdf

MM = 25.4 / 72
BLOCKS = {"P", "H1", "H2", "H3", "H4", "TH", "TD", "LBody"}


@dataclass(frozen=True)
class Glyph:
    """A drawn character; lengths in mm from the top left of its page, size in pt."""

    text: str
    page: int  # from 1
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    font: str
    colour: Any
    mark: int | None

    @property
    def bold(self) -> bool:
        """Judged by the name of the font."""
        return "Bold" in self.font

    @property
    def italic(self) -> bool:
        """Judged by the name of the font."""
        return "Italic" in self.font or "Oblique" in self.font


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline."""

    glyphs: list[Glyph]

    @property
    def ink(self) -> list[Glyph]:
        """The glyphs that leave ink."""
        return [glyph for glyph in self.glyphs if glyph.text.strip()]

    @property
    def text(self) -> str:
        """The text with single spaces; a wide gap counts as one."""
        text = ""
        for before, glyph in zip([None, *self.glyphs], self.glyphs, strict=False):
            gap = before is not None and glyph.x0 - before.x1 > 0.15 * glyph.size * MM
            text += f" {glyph.text}" if gap else glyph.text
        return " ".join(text.split())

    @property
    def page(self) -> int:
        """The page, from 1."""
        return self.glyphs[0].page

    @property
    def x0(self) -> float:
        """The left end of the ink."""
        return self.ink[0].x0

    @property
    def x1(self) -> float:
        """The right end of the ink."""
        return self.ink[-1].x1

    @property
    def width(self) -> float:
        """The width of the ink."""
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        """The middle of the ink."""
        return (self.x0 + self.x1) / 2

    @property
    def baseline(self) -> float:
        """The height at which the letters stand."""
        return self.glyphs[0].baseline

    @property
    def gaps(self) -> list[float]:
        """The distances between neighbouring inked glyphs, widest first."""
        ink = self.ink
        return sorted((b.x0 - a.x1 for a, b in pairwise(ink)), reverse=True)

    def has(self, *, size: tuple[float, float], bold: bool = False, italic: bool = False) -> None:
        """Raise AssertionError unless every letter has this size and style."""
        for glyph in self.ink:
            told = f"“{self.text}”: “{glyph.text}” is {glyph.size:.1f} pt {glyph.font}"
            assert size[0] - 0.3 <= glyph.size <= size[1] + 0.3, told
            assert (glyph.bold, glyph.italic) == (bold, italic), told


@dataclass
class Block:
    """A paragraph, heading, list item or cell; one that a page break parts is one block."""

    tag: str
    glyphs: list[Glyph] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines from above to below."""
        rows: list[list[Glyph]] = []
        for glyph in self.glyphs:
            last = rows[-1][-1] if rows else None
            if last and last.page == glyph.page and abs(last.baseline - glyph.baseline) < 0.35:
                rows[-1].append(glyph)
            else:
                rows.append([glyph])
        return [Line(row) for row in rows if any(glyph.text.strip() for glyph in row)]

    @property
    def text(self) -> str:
        """The text with single spaces."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Rule:
    """A thin horizontal line."""

    page: int
    x0: float
    x1: float
    y: float
    thickness: float  # pt

    @property
    def width(self) -> float:
        """Its length in mm."""
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        """Its middle."""
        return (self.x0 + self.x1) / 2


class Reading:
    """Everything that the checks ask of a PDF."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.file = pikepdf.open(io.BytesIO(pdf))
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            self.sizes = [(float(page.width), float(page.height)) for page in opened.pages]
            self.glyphs = [glyph for page in opened.pages for glyph in _glyphs(page)]
            self.rules = [rule for page in opened.pages for rule in _rules(page)]
            self.images = sum(len(page.images) for page in opened.pages)
            self.fills = [
                shape["non_stroking_color"] if shape["fill"] else shape["stroking_color"]
                for page in opened.pages
                for shape in [*page.rects, *page.lines, *page.curves]
            ]

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks in reading order, as the tags tell it."""
        marked: dict[tuple[int, int | None], list[Glyph]] = defaultdict(list)
        for glyph in self.glyphs:
            marked[glyph.page, glyph.mark].append(glyph)
        pages = {page.obj.objgen: number for number, page in enumerate(self.file.pages, 1)}
        blocks: list[Block] = []
        for element in walk(self.file.Root.StructTreeRoot.K[0]):
            tag = str(element.S)[1:]
            if tag not in BLOCKS or any(str(e.S)[1:] in BLOCKS for e in _elements(element)):
                continue
            page = pages[element.Pg.objgen]
            glyphs = [glyph for mark in marks(element) for glyph in marked[page, mark]]
            block = Block(tag, glyphs)
            if blocks and _goes_on(blocks[-1], block):
                blocks[-1] = Block(tag, blocks[-1].glyphs + glyphs)
            elif block.lines or tag in ("TD", "TH"):
                blocks.append(block)
        return blocks

    @cached_property
    def untagged(self) -> list[Glyph]:
        """The glyphs outside the tree of tags: page numbers."""
        tagged = {id(glyph) for block in self.blocks for glyph in block.glyphs}
        return [glyph for glyph in self.glyphs if id(glyph) not in tagged]

    def block(self, text: str) -> Block:
        """Return the first block with this text."""
        for block in self.blocks:
            if squeeze(block.text) == squeeze(text):
                return block
        raise AssertionError(f"Not on the paper: “{text}”")


def squeeze(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the element and all below it, in order."""
    yield element
    for child in _elements(element):
        yield from walk(child)


def _kids(element: pikepdf.Object) -> list[Any]:
    kids: Any = element.get("/K", [])
    return list(kids) if isinstance(kids, (list, pikepdf.Array)) else [kids]


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def marks(element: pikepdf.Object) -> Iterator[int]:
    """Yield the numbers under which its text is drawn."""
    for part in walk(element):
        for kid in _kids(part):
            if not isinstance(kid, pikepdf.Dictionary):
                yield int(kid)


def _goes_on(before: Block, block: Block) -> bool:
    """Return whether a page break only parted one block: no indent, and a full line before."""
    if before.tag != block.tag or block.tag not in ("P", "LBody") or not block.lines:
        return False
    last, first = before.lines[-1], block.lines[0]
    return first.page == last.page + 1 and last.x1 > 194.4 and abs(first.x0 - 30) < 0.5


def _glyphs(page: Any) -> Iterator[Glyph]:
    for char in page.chars:
        yield Glyph(
            text=char["text"],
            page=page.page_number,
            x0=char["x0"] * MM,
            x1=char["x1"] * MM,
            top=char["top"] * MM,
            bottom=char["bottom"] * MM,
            baseline=(float(page.height) - char["matrix"][5]) * MM,
            size=char["size"],
            font=char["fontname"],
            colour=char["non_stroking_color"],
            mark=char["mcid"],
        )


def _rules(page: Any) -> Iterator[Rule]:
    for shape in page.rects:
        if shape["fill"] and shape["height"] < 2 and shape["width"] > 10:
            x0, x1, y = shape["x0"] * MM, shape["x1"] * MM, shape["top"] * MM
            yield Rule(page.page_number, x0, x1, y, shape["height"])
    for outer, inner in permutations((s for s in page.rects if s["fill"]), 2):
        # a border on one side is what lies between two boxes
        thickness = inner["top"] - outer["top"]
        same = all(abs(outer[edge] - inner[edge]) < 0.01 for edge in ("x0", "x1", "bottom"))
        if same and 0.01 < thickness < 2 <= outer["height"]:
            x0, x1, y = outer["x0"] * MM, outer["x1"] * MM, outer["top"] * MM
            yield Rule(page.page_number, x0, x1, y, thickness)
