"""Rules about the end of a paper: recipients and signer (ô 7, 9)."""

import re

from tests.papers.expected import Expected
from tests.papers.reading import MM, Line, Reading

END_MARK = 3 * MM  # tolerance of "level with", mm


def t17_recipients(reading: Reading, expected: Expected) -> None:
    """`Nơi nhận:` 12 pt bold italic at the margin, the list 11 pt, the file copy last."""
    if not expected.recipients:
        assert not any(block.text == "Nơi nhận:" for block in reading.blocks)
        return
    title = reading.block("Nơi nhận:").lines[0]
    title.has(size=(12, 12), bold=True, italic=True)
    assert abs(title.x0 - 30) <= 1
    assert abs(title.baseline - _signed(reading, expected.authority)[0].baseline) <= END_MARK
    for recipient in expected.recipients:
        for line in reading.block(f"- {recipient}").lines:
            line.has(size=(11, 11))
            assert abs(line.x0 - 30) <= 1
    *others, last = expected.recipients
    assert re.fullmatch(r"Lưu: VT, .+\.", last), last
    assert all(recipient.endswith(";") for recipient in others)


def _signed(reading: Reading, texts: list[str]) -> list[Line]:
    return [line for text in texts for line in reading.block(text).lines]


def t18_signer(reading: Reading, expected: Expected) -> None:
    """Authority and name bold on one axis at the right, 25 mm for the signature, not alone."""
    above, below = _signed(reading, expected.authority), _signed(reading, expected.signer)
    for line in [*above, *below]:
        line.has(size=(13, 14), bold=True)
        assert abs(line.centre - above[0].centre) <= 1.5
        assert line.centre > 112.5
        assert line.page == above[0].page
    if below:
        gap = below[0].ink[0].top - above[-1].ink[0].bottom
        assert gap >= 25, gap
    own = {id(glyph) for line in [*above, *below] for glyph in line.glyphs}
    start = above[0].baseline - END_MARK
    company = {
        round(glyph.baseline, 1)
        for glyph in reading.glyphs
        if glyph.page == above[0].page
        and glyph.top > 19
        and glyph.baseline < start
        and id(glyph) not in own
    }
    assert len(company) >= 2, f"{len(company)} lines of text before the signer"
    _leaves_room(reading, above, below)


def _leaves_room(reading: Reading, above: list[Line], below: list[Line]) -> None:
    """No text where the signature and the seal go."""
    top = above[-1].ink[0].bottom
    bottom = below[0].ink[0].top if below else top + 25
    left = min(line.x0 for line in above) + 1
    for glyph in reading.glyphs:
        if glyph.page == above[0].page and glyph.text.strip() and glyph.x1 > left:
            assert glyph.bottom <= top + 0.5 or glyph.top >= bottom - 0.5, glyph
