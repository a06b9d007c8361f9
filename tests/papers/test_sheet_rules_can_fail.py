"""Every check of a sheet refuses the sheet that breaks its rule; nothing touches the database."""

from functools import cache

import pytest
from weasyprint import HTML

from events.documents import Sheet, renderer
from tests.papers import Reading, sheets
from tests.papers.test_rules_can_fail import Spoil, _fonts, css

PAPER = Sheet(kind="DANH MỤC CÔNG TÁC CHUẨN BỊ", subject="Lễ công bố", landscape=True)
EXPECTED = sheets.sheet(PAPER.kind, PAPER.subject)
CONTENT = "Xây dựng Video giới thiệu Thể lệ cuộc thi"
CLOSING = "Tổng số: 20 công việc./."
ROWS = [{"lead": f"Sở Thử nghiệm {n}", "content": CONTENT} for n in range(20)]
ATTACHED = {"number": "01/KH-BTC", "date": "ngày 05 tháng 3 năm 2025", "issuer": "Ban Tổ chức"}
TEXTS = [
    "Phụ lục",
    PAPER.kind,
    PAPER.subject,
    "(Kèm theo Kế hoạch số 01/KH-BTC ngày 05 tháng 3 năm 2025 của Ban Tổ chức)",
    *(f"{n + 1} {CONTENT} Sở Thử nghiệm {n}" for n in range(20)),
    CLOSING,
]


@cache
def good() -> str:
    """The HTML of a sheet that keeps every rule, on two pages."""
    values = {"paper": PAPER, "rows": ROWS, "attached": ATTACHED, "closing": CLOSING}
    values["is_annex"] = True
    return renderer.html("agenda/pdf/preparation.html", values, title=PAPER.title)


def _reading(page: str) -> Reading:
    kept = _fonts(page.partition("@page")[0])
    return Reading(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", font_config=kept))


SPOILT = [
    (sheets.landscape, css("@page{size:297mm 211mm}")),
    (sheets.inside_the_margins, css("table{margin-left:-24mm}")),
    (sheets.inside_the_margins, css("table{width:120%}")),
    (sheets.inside_the_margins, css("@page{margin-bottom:0}td{height:13mm}")),
    (sheets.pages_are_numbered, css("@page{@top-center{content:none}}")),
    (sheets.pages_are_numbered, css("@page{@top-center{text-align:left;width:100%}}")),
    (sheets.nothing_overlaps, css("td:nth-child(3){text-indent:-25mm}")),
    (sheets.nothing_overlaps, css("td{line-height:0.3}")),
    (sheets.head_on_every_page, css("thead{display:table-row-group!important}")),
    (sheets.head_on_every_page, css("th{font-weight:normal}")),
]


def test_good_sheet_passes():
    reading = _reading(good())

    assert len(reading.sizes) == 2
    for check in sheets.SHEET_CHECKS:
        check(reading, EXPECTED)
    sheets.no_word_is_cut(reading, TEXTS)


@pytest.mark.parametrize(("check", "spoil"), SPOILT)
def test_spoilt_sheet_is_refused(check, spoil: Spoil):
    with pytest.raises(AssertionError):
        check(_reading(spoil(good())), EXPECTED)


@pytest.mark.parametrize(
    "spoil",
    [css("td:nth-child(2){padding:0 31mm}"), css("td:nth-child(3){display:none}")],
)
def test_cut_or_missing_word_is_seen(spoil):
    with pytest.raises(AssertionError):
        sheets.no_word_is_cut(_reading(spoil(good())), TEXTS)
