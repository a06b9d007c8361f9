"""Rules about the head of a paper and its title (ô 1-5)."""

import re

from tests.papers.expected import Expected
from tests.papers.reading import Line, Reading, Rule, squeeze

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER = re.compile(r"Số:\s*(0[1-9]|[1-9]\d+)?\s*/[A-ZĐ][\w&]*(-[\w&.]+)*")
DATE = re.compile(
    r"[^,]+, ngày (?:0[1-9]|[12]\d|3[01])? ?tháng (?:0[12]|[3-9]|1[0-2])? ?năm ?(?:\d{4})?"
)


def _line(reading: Reading, text: str) -> Line:
    lines = reading.block(text).lines
    assert len(lines) == 1, f"“{text}” stands on {len(lines)} lines"
    return lines[0]


def _number(reading: Reading) -> Line:
    return next(b.lines[0] for b in reading.blocks if b.text.startswith("Số:"))


def _date(reading: Reading) -> Line:
    return next(b.lines[0] for b in reading.blocks if re.search("ngày.*tháng.*năm", b.text))


def t08_nation_and_motto(reading: Reading, expected: Expected) -> None:
    """The state's name and motto: exact, once, at the top right, one line each, centred."""
    nation, motto = _line(reading, NATION), _line(reading, MOTTO)
    for line, size in ((nation, (12, 13)), (motto, (13, 14))):
        line.has(size=size, bold=True)
        assert line.page == 1
        assert sum(squeeze(b.text) == squeeze(line.text) for b in reading.blocks) == 1
    assert nation.ink[0].top <= 27
    assert nation.centre > 105
    assert abs(nation.centre - motto.centre) <= 1
    assert motto.ink[0].size >= nation.ink[0].size


def _below(reading: Reading, line: Line) -> Rule:
    """Return the rule right below a line and nothing else's."""
    rules = [
        rule
        for rule in reading.rules
        if rule.page == line.page
        and 0 <= rule.y - line.baseline <= 5
        and abs(rule.centre - line.centre) <= 1
    ]
    assert len(rules) == 1, f"{len(rules)} rules below “{line.text}”"
    assert 0.4 <= rules[0].thickness <= 1.0, rules[0]
    return rules[0]


def _is_part_of(rule: Rule, lines: list[Line]) -> None:
    shares = [rule.width / width for width in (max(x.width for x in lines), lines[-1].width)]
    assert any(0.33 <= share <= 0.51 for share in shares), shares


def t09_three_rules(reading: Reading, expected: Expected) -> None:
    """Under the motto as long as it; under the issuer and the subject a third to a half.

    No other, save the one above the line at the foot of an issued copy.
    """
    motto = _line(reading, MOTTO)
    assert 0.97 <= _below(reading, motto).width / motto.width <= 1.03
    issuer = [line for text in expected.issuer for line in reading.block(text).lines]
    _is_part_of(_below(reading, issuer[-1]), issuer)
    subject = reading.block(expected.subject).lines
    _is_part_of(_below(reading, subject[-1]), subject)
    wanted = 3 + bool(expected.verification)
    assert len([rule for rule in reading.rules if rule.page == 1]) == wanted


def t10_issuing_bodies(reading: Reading, expected: Expected) -> None:
    """The superior body regular, the issuing body bold, both centred at the top left."""
    column = None
    if expected.superior:
        for line in reading.block(expected.superior).lines:
            line.has(size=(12, 13))
            assert line.text == line.text.upper()
            column = line.centre
    for text in expected.issuer:
        for line in reading.block(text).lines:
            line.has(size=(12, 13), bold=True)
            assert line.text == line.text.upper()
            assert line.centre < 80
            assert column is None or abs(line.centre - column) <= 1.5
            column = line.centre


def t11_number(reading: Reading, expected: Expected) -> None:
    """Number and symbol: 13 pt, regular, one of the decree's forms; room for a number."""
    line = _number(reading)
    line.has(size=(13, 13))
    assert NUMBER.fullmatch(line.text), line.text
    assert squeeze(line.text) == squeeze(expected.number_line)
    issuer = reading.block(expected.issuer[-1]).lines[-1]
    assert abs(line.centre - issuer.centre) <= 1.5
    if not re.search(r"\d", line.text.split("/")[0]):
        assert line.gaps[0] >= 10, line.gaps[0]


def t12_place_and_date(reading: Reading, expected: Expected) -> None:
    """Place and date: italic, on the line of the number, under the state's name."""
    line = _date(reading)
    line.has(size=(13, 14), italic=True)
    assert DATE.fullmatch(line.text), line.text
    assert squeeze(line.text) == squeeze(expected.date_line)
    assert abs(line.baseline - _number(reading).baseline) <= 0.35
    blank_year = not re.search(r"\d$", line.text)  # its room belongs to the line, unseen
    assert abs(line.centre - _line(reading, NATION).centre) <= (6 if blank_year else 1.5)
    blanks = sum(
        f"{before} {after}" in line.text for before, after in [("ngày", "tháng"), ("tháng", "năm")]
    )
    for gap in line.gaps[:blanks]:
        assert gap >= 8, gap


def t13_kind_and_subject(reading: Reading, expected: Expected) -> None:
    """Kind and subject: bold, centred, nothing between them."""
    kind = _line(reading, expected.kind)
    kind.has(size=(13, 14), bold=True)
    assert abs(kind.centre - 112.5) <= 1, kind.centre
    assert kind.text == kind.text.upper()
    blocks = [squeeze(block.text) for block in reading.blocks]
    assert blocks[blocks.index(squeeze(expected.kind)) + 1] == squeeze(expected.subject)
    for line in reading.block(expected.subject).lines:
        line.has(size=(13, 14), bold=True)
        assert abs(line.centre - 112.5) <= 1, line.centre
