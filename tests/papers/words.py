"""Rules about the text: how it stands, that all of it is there, and nothing else."""

import re
from itertools import groupby, pairwise

from tests.papers.expected import Expected, Table
from tests.papers.reading import MM, Block, Line, Reading, squeeze

TEXT_SIZE = (13, 14)
LINE_SPACING = (1.14, 1.74)
PARAGRAPH_GAP = 5.8 * MM
INDENTS = (10.0, 12.7)


def _longest_kept(block: Block) -> int:
    """Return how long a symbol may be to stand on one line; narrow columns hold less."""
    return 14 if block.tag == "TD" else 28


def t14_bases_italic(reading: Reading, expected: Expected) -> None:
    """Legal bases: italic, a paragraph each."""
    for basis in expected.bases:
        block = reading.block(basis)
        for line in block.lines:
            line.has(size=TEXT_SIZE, italic=True)
        _stands_right(block)


def t15_paragraphs(reading: Reading, expected: Expected) -> None:
    """One size; indented, justified; lines and paragraphs at the decree's distances."""
    blocks = [reading.block(text) for text in expected.paragraphs]
    for block in blocks:
        for line in block.lines:
            line.has(size=TEXT_SIZE)
        _stands_right(block)
    assert len({round(g.size, 1) for b in blocks for line in b.lines for g in line.ink}) == 1
    flow = {id(block) for text in expected.headings for block in [reading.block(text)]}
    flow |= {id(block) for block in blocks}
    for before, after in pairwise(reading.blocks):
        if id(before) in flow and id(after) in flow:
            _keeps_distance(before.lines[-1], after.lines[0], _leading(blocks))


def _stands_right(block: Block) -> None:
    first, *others = block.lines
    indent = first.x0 - 30
    assert any(abs(indent - allowed) <= 0.3 for allowed in INDENTS), (indent, first.text)
    for line in others:
        assert abs(line.x0 - 30) <= 0.5, (line.x0, line.text)
    for above, below in pairwise(block.lines):
        if len(above.text.split()) > 1:  # a single long word cannot be stretched
            assert abs(above.x1 - 195) <= 0.5, (above.x1, above.text)
        if above.page == below.page:
            step = (below.baseline - above.baseline) / (above.ink[0].size * MM)
            assert LINE_SPACING[0] <= step <= LINE_SPACING[1], step


def _leading(blocks: list[Block]) -> float:
    """Return the distance of lines within paragraphs, or single spacing where none has two."""
    steps = [
        below.baseline - above.baseline
        for block in blocks
        for above, below in pairwise(block.lines)
        if above.page == below.page
    ]
    sizes = [line.ink[0].size for block in blocks for line in block.lines]
    return max(steps, default=1.15 * min(sizes, default=TEXT_SIZE[1]) * MM)


def _keeps_distance(above: Line, below: Line, leading: float) -> None:
    if above.page == below.page:
        gap = below.baseline - above.baseline - leading
        assert gap >= PARAGRAPH_GAP, (gap, below.text)


def t16_headings_bold(reading: Reading, expected: Expected) -> None:
    """Headings: bold, size of the text, indented; never the last line of a page."""
    for text in expected.headings:
        block = reading.block(text)
        assert block.tag.startswith("H"), block.tag
        for line in block.lines:
            line.has(size=TEXT_SIZE, bold=True)
        _stands_right(block)
        following = reading.blocks[reading.blocks.index(block) + 1]
        assert following.lines[0].page == block.lines[-1].page, f"“{text}” stands alone"


def t19_all_text_in_order(reading: Reading, expected: Expected) -> None:
    """Every text is there, in order: by the tags and by the stream that readers copy from."""
    stream = squeeze("".join(g.text for g in reading.glyphs if g.top > 19))
    for everything in (squeeze("".join(b.text for b in reading.blocks)), stream):
        done = 0
        for text in expected.texts:
            found = everything.find(squeeze(text), done)
            assert found >= 0, f"Missing or too early: “{text}”"
            done = found + len(squeeze(text))


def _without_repeated_heads(blocks: list[Block]) -> list[Block]:
    """Leave out the table heads that are printed again on the next page."""
    kept: list[Block] = []
    head: list[str] = []
    for is_head, run in groupby(blocks, key=lambda block: block.tag == "TH"):
        run_blocks = list(run)
        if is_head:
            texts = [block.text for block in run_blocks]
            goes_on = bool(kept) and kept[-1].tag == "TD" and texts == head
            head = texts
            if goes_on:
                continue
        kept += run_blocks
    return kept


def t20_tables_complete(reading: Reading, expected: Expected) -> None:
    """Every row and cell; the head bold and centred, repeated, never alone on a page."""
    blocks = _without_repeated_heads(reading.blocks)
    found: list[Table] = []
    for tag, run in groupby(blocks, key=lambda block: block.tag):
        texts = [squeeze(block.text) for block in run]
        if tag == "TH":
            found.append(Table(head=texts, rows=[]))
        elif tag == "TD":
            width = len(found[-1].head)
            found[-1].rows.extend(texts[i : i + width] for i in range(0, len(texts), width))
    wanted = [
        Table(head=[*map(squeeze, t.head)], rows=[[*map(squeeze, row)] for row in t.rows])
        for t in expected.tables
    ]
    assert found == wanted
    for block, following in pairwise(reading.blocks):
        if block.tag == "TH":
            for line in block.lines:
                line.has(size=(12, 14), bold=True)
            assert following.lines[0].page == block.lines[0].page, "A table head stands alone"
    _heads_are_repeated(reading)


def _heads_are_repeated(reading: Reading) -> None:
    for before, after in pairwise(b for b in reading.blocks if b.lines):
        if before.tag == after.tag == "TD":
            pages = before.lines[-1].page, after.lines[0].page
            assert pages[0] == pages[1], "A table goes on without its head"


def t21_nothing_extra(reading: Reading, expected: Expected) -> None:
    """What it must say, and where it can be verified, page numbers, and not one letter more."""
    said = "".join(squeeze(block.text) for block in _without_repeated_heads(reading.blocks))
    assert said == squeeze("".join(expected.texts))
    numbers = "".join(map(str, range(2, len(reading.sizes) + 1)))
    untagged = squeeze("".join(glyph.text for glyph in reading.untagged))
    assert untagged == squeeze(expected.verification) + numbers


def t23_symbols_unbroken(reading: Reading, expected: Expected) -> None:
    """`57-NQ/TW`, `KH&CN`, `31/12/2024`, `120-130` stand on one line each."""
    for block in reading.blocks:
        for line, following in pairwise(block.lines):
            parted = line.text.split()[-1] + following.text.split()[0]
            if len(parted) <= _longest_kept(block):
                assert not re.search(r"\d-$|/$", line.text), line.text
    for text in expected.texts:
        block = reading.block(text)
        whole = {word for line in block.lines for word in line.text.split()}
        for word in re.findall(r"\S+[-/&]\S+", text):
            if len(word) <= _longest_kept(block):
                assert word in whole, f"“{word}” is broken"


def t24_end_mark(reading: Reading, expected: Expected) -> None:
    """`./.` ends the text, once, on the line of the last words."""
    texts = [squeeze(block.text) for block in reading.blocks]
    end = texts.index(squeeze(expected.end_texts[0]), texts.index(squeeze(expected.kind)))
    last = next(block for block in reversed(reading.blocks[:end]) if block.lines)
    assert re.search(r"[^\W_][”)]*\./\.$", last.lines[-1].text), last.lines[-1].text
    assert sum(text.count("./.") for text in texts) == 1
