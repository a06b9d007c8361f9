"""Rules about the end of a paper: recipients and signer (ô 7, 9)."""

import re

from tests.papers.expected import Expected
from tests.papers.reading import MM, Line, Reading, squeeze

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


def verification_at_the_foot(reading: Reading, expected: Expected) -> None:
    """Where an issued copy can be verified: ô 13 of page 1, under a line as wide as the text."""
    if not expected.verification:
        return
    foot = [g for g in reading.untagged if g.top > 250]
    line = Line(foot)
    assert squeeze(line.text) == squeeze(expected.verification)
    line.has(size=(11, 12))
    assert {g.page for g in foot} == {1}
    assert {round(g.baseline, 1) for g in foot} == {round(line.baseline, 1)}, "It is broken"
    assert abs(line.x0 - 30) <= 1
    assert line.x1 <= 195.5
    assert max(g.bottom for g in foot) <= 277.5
    rule = max((r for r in reading.rules if r.page == 1), key=lambda r: r.y)
    assert abs(rule.x0 - 30) <= 1
    assert abs(rule.x1 - 195) <= 1
    own = {id(g) for g in foot}
    others = [g for g in reading.glyphs if g.page == 1 and id(g) not in own and g.text.strip()]
    assert max(g.bottom for g in others) <= rule.y <= line.ink[0].top


def _leaves_room(reading: Reading, above: list[Line], below: list[Line]) -> None:
    """No text where the signature and the seal go."""
    top = above[-1].ink[0].bottom
    bottom = below[0].ink[0].top if below else top + 25
    left = min(line.x0 for line in above) + 1
    for glyph in reading.glyphs:
        if glyph.page == above[0].page and glyph.text.strip() and glyph.x1 > left:
            assert glyph.bottom <= top + 0.5 or glyph.top >= bottom - 0.5, glyph
