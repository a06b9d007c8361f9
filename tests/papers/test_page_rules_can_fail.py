"""Every rule on pages refuses the paper that breaks it; nothing here touches the database."""

import pytest

from events.templatetags.papers import symbols
from tests.papers import pages
from tests.papers.test_rules_can_fail import NOT_TOGETHER, Spoil, _reading, css, good, text


def long_row(page: str) -> str:
    """Let a row of many lines go on over the page."""
    many = text("Tiết mục 7", "Tiết mục<br>" * 25)(page)
    return css("tr{break-inside:auto!important}")(many)


SPOILT = [
    (pages.pages_are_numbered, css("@page{@top-center{content:none}}")),
    (pages.no_page_is_half_empty, css("main{break-before:page}")),
    (pages.the_end_is_not_alone, NOT_TOGETHER),
    (pages.heads_are_repeated, css("thead{display:table-row-group!important}")),
    (pages.no_row_is_alone_or_cut, css("tbody>:nth-child(11){break-after:page!important}")),
    (pages.no_row_is_alone_or_cut, long_row),
    (
        pages.no_line_of_a_paragraph_is_alone,
        css("main p{orphans:1;widows:1}.title{margin-top:145mm}"),
    ),
    (pages.what_announces_stands_before_it, css("h2{break-after:page!important}")),
    (pages.heads_break_between_words, text("Tổ chức Lễ công bố", "Tổ chức Lễ công<br>bố")),
    (pages.heads_break_between_words, text("động Cuộc thi</p>", "động<br>Cuộc</p>")),
    (pages.nothing_stands_outside_or_over_another, css("table{width:120%}")),
    (pages.nothing_stands_outside_or_over_another, css("td:nth-child(3){text-indent:-105mm}")),
]


def test_good_paper_passes() -> None:
    read = pages.Pages(_reading(good()))

    for rule in pages.RULES:
        rule(read)


@pytest.mark.parametrize(
    ("rule", "spoil"), SPOILT, ids=[f"{rule.__name__}-{n}" for n, (rule, _) in enumerate(SPOILT)]
)
def test_spoilt_paper_is_refused(rule, spoil: Spoil) -> None:
    spoilt = pages.Pages(_reading(spoil(good())))

    with pytest.raises(AssertionError):
        rule(spoilt)


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, _ in SPOILT} == set(pages.RULES)


def test_a_line_is_full_before_words_that_stay_together() -> None:
    """Also where the space before them just passes the end of the line."""
    words = symbols("Báo và Phát thanh, Truyền hình tỉnh./.", 14)
    widths = [mm / 10 for mm in range(440, 480, 4)]
    cells = "".join(f'<p style="width:{w}mm;font-size:12pt">{words}</p>' for w in widths)

    read = _reading(good().replace("<main", f"{cells}<main", 1))

    firsts = {b.lines[0].text for b in read.blocks if b.text.startswith("Báo và")}
    assert firsts == {"Báo và Phát thanh,", "Báo và Phát thanh, Truyền"}
