"""Every check refuses the paper that breaks its rule, and only that.

A good paper is spoilt in one place of its HTML; nothing here touches the database.
"""

import dataclasses
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from events.documents import Paper, fonts, renderer
from tests import papers
from tests.papers.expected import Table

TEMPLATES = Path(__file__).parent / "templates"
SYMBOLS = " ".join(f"số {n}-NQ/TW," for n in range(10, 32)) + " KH&CN"
OTHER = settings.PAPER_FONTS_DIR / "be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf"
BASES = ["Căn cứ Kế hoạch số 255/KH-UBND;", "Căn cứ ý kiến cuộc họp ngày 15/01/2025."]
ITEMS = [[f"Tiết mục {n}", "Ban Tổ chức"] for n in range(1, 13)]
DUTY = "- Sở Khoa học và Công nghệ: chuẩn bị buổi lễ./."
RECIPIENTS = ("UBND tỉnh;", "Lưu: VT, QLKH.")

PAPER = Paper(
    superior="UBND TỈNH THÁI NGUYÊN",
    issuer="BAN TỔ CHỨC CUỘC THI\nĐỔI MỚI SÁNG TẠO",
    symbol="KH-BTC",
    place="Thái Nguyên",
    month=1,
    year=2025,
    kind="KẾ HOẠCH",
    subject="Tổ chức Lễ công bố và phát động Cuộc thi",
    recipients=RECIPIENTS,
    authority="TM. BAN TỔ CHỨC\nPHÓ TRƯỞNG BAN",
    signer_office="GIÁM ĐỐC SỞ",
    signer_name="Phạm Việt Đức",
    replaces="Kế hoạch số 07/KH-BTC ngày 05 tháng 3 năm 2025",
    verification="Mã xác minh văn bản: K7QF-2MXD-9RTA",
)
EXPECTED = papers.Expected(
    superior=PAPER.superior,
    issuer=PAPER.issuer.splitlines(),
    kind=PAPER.kind,
    subject=PAPER.subject,
    bases=BASES,
    body=[
        ("heading", "1. Mục đích:"),
        ("paragraph", SYMBOLS),
        ("heading", "2. Chương trình:"),
        ("heading", "2.1. Tiết mục:"),
        Table(
            head=["TT", "Nội dung", "Thực hiện"],
            rows=[[str(n), *row] for n, row in enumerate(ITEMS, 1)],
        ),
        ("heading", "3. Thực hiện:"),
        ("paragraph", DUTY),
    ],
    recipients=list(RECIPIENTS),
    authority=PAPER.authority.splitlines(),
    signer=[PAPER.signer_office, PAPER.signer_name],
    number_line="Số: /KH-BTC",
    date_line="Thái Nguyên, ngày tháng 01 năm 2025",
    replaces=PAPER.replaces,
    verification=PAPER.verification,
)


@cache
def good() -> str:
    """The HTML of a paper that keeps every rule, on two pages."""
    engine = {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], TEMPLATES]}
    values = {"paper": PAPER, "bases": BASES, "purpose": SYMBOLS, "items": ITEMS, "duty": DUTY}
    with override_settings(TEMPLATES=[engine]):
        return renderer.html("good_paper.html", values, title=PAPER.title)


@cache
def _fonts(faces: str) -> FontConfiguration:
    return FontConfiguration()


def _reading(page: str) -> papers.Reading:
    """Print without the renderer's guards: they would mend some of what is spoilt here."""
    kept = _fonts(page.partition("@page")[0])
    pdf = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", font_config=kept)
    return papers.Reading(pdf)


Spoil = Callable[[str], str]


def css(rules: str) -> Spoil:
    """Add a style."""
    return lambda page: page.replace("</style>", rules + "</style>")


def text(old: str, new: str) -> Spoil:
    """Write something else."""

    def spoil(page: str) -> str:
        assert old in page, old
        return page.replace(old, new)

    return spoil


def other_font(selector: str) -> Spoil:
    """Take another font, as a system does whose own lacks a letter."""
    face = f'@font-face{{font-family:Other;src:url("{OTHER.as_uri()}")}}'
    return css(f"{face} {selector}{{font-family:Other}}")


def swapped_faces(page: str) -> str:
    """Draw the letters of one face where the other is named, as a broken subset does."""
    regular, italic = fonts.FACES[0].url, fonts.FACES[1].url
    return page.replace(regular, "\0").replace(italic, regular).replace("\0", italic)


def decomposed(page: str) -> str:
    """Write letters and accents apart."""
    return unicodedata.normalize("NFD", page)


NOT_TOGETHER = css(".end{break-before:page!important}main *{break-after:auto!important}")
NUMBER_BLANK = 'Số: <span class="blank"></span>'
DAY_BLANK = 'ngày <span class="blank"></span>'

SPOILT: list[tuple[Callable, Spoil]] = [
    (papers.t01_a4, css("@page{size:A5}")),
    (papers.t01_a4, css("@page{size:A4 landscape}")),
    (papers.t02_margins, css("@page{margin-left:28mm}")),
    (papers.t02_margins, css("@page{margin-left:38mm}")),
    (papers.t02_margins, css("@page{margin-right:12mm}")),
    (papers.t02_margins, css("@page:first{margin-bottom:0}")),
    (papers.t02_margins, css(".number{margin-left:-70mm}")),
    (papers.t03_fonts, other_font("main")),
    (papers.t03_fonts, lambda page: other_font("i")(text("Phạm", "Ph<i>ạ</i>m")(page))),
    (papers.t04_glyph_outlines, swapped_faces),
    (papers.t05_nfc, decomposed),
    (papers.t06_black_only, css("main p{color:#333}")),
    (papers.t06_black_only, css("th{background:#eee}")),
    (papers.t06_black_only, css("td{border-color:#00f}")),
    (papers.t07_page_numbers, css("@page:first{@top-center{content:counter(page)}}")),
    (papers.t07_page_numbers, css("@page{@top-center{content:none}}")),
    (
        papers.t07_page_numbers,
        css("@page{@top-center{content:none}@top-right{content:counter(page)}}"),
    ),
    (papers.t07_page_numbers, css("@page{@top-center{font-size:11pt}}")),
    (papers.t08_nation_and_motto, css(".nation{font-size:11pt}")),
    (papers.t08_nation_and_motto, css(".motto{font-weight:normal}")),
    (papers.t08_nation_and_motto, css(".motto{text-align:left}")),
    (papers.t08_nation_and_motto, text("lập - Tự", "lập – Tự")),
    (papers.t08_nation_and_motto, css(".nation{white-space:normal;padding:0 9mm}")),
    (papers.t09_three_rules, css(".motto .ruled::after{width:80%!important}")),
    (papers.t09_three_rules, css(".subject::after{width:70%}")),
    (papers.t09_three_rules, css(".issuer .ruled::after{width:90%}")),
    (papers.t09_three_rules, css(".ruled::after{height:2pt}")),
    (papers.t09_three_rules, css(".issuer .ruled::after{display:none}")),
    (papers.t10_issuing_bodies, css(".superior{font-weight:bold}")),
    (papers.t10_issuing_bodies, css(".issuer{font-weight:normal}")),
    (papers.t10_issuing_bodies, css(".superior{text-align:left}")),
    (papers.t11_number, css(".number{font-size:14pt}")),
    (papers.t11_number, css(".number .blank{width:5mm}")),
    (papers.t11_number, text("/KH-BTC", "/KH - BTC")),
    (papers.t11_number, text(NUMBER_BLANK, "Số: 7")),
    (papers.t12_place_and_date, css(".date{font-style:normal}")),
    (papers.t12_place_and_date, css(".row .right{vertical-align:bottom}.date{padding-bottom:4mm}")),
    (papers.t12_place_and_date, css(".date .blank{width:3mm}")),
    (papers.t12_place_and_date, text("tháng 01", "tháng 1")),
    (papers.t12_place_and_date, css(".date{text-align:right}")),
    (papers.t13_kind_and_subject, css("h1{text-align:left}")),
    (papers.t13_kind_and_subject, css(".subject{font-weight:normal}")),
    (papers.t13_kind_and_subject, text("</h1>", "</h1><p>(dự thảo)</p>")),
    (papers.t14_bases_italic, css("main .basis{font-style:normal}")),
    (papers.t15_paragraphs, css("main p{text-indent:5mm}")),
    (papers.t15_paragraphs, css("main p{text-align:left}")),
    (papers.t15_paragraphs, css("main p{line-height:1}")),
    (papers.t15_paragraphs, css("main p{line-height:1.9}")),
    (papers.t15_paragraphs, css("main p,main h2{margin-top:2pt}")),
    (papers.t15_paragraphs, css("main p{font-size:12pt}")),
    (papers.t15_paragraphs, css("main p:last-child{font-size:13pt}")),
    (papers.t16_headings_bold, css("h2{font-weight:normal!important}")),
    (papers.t16_headings_bold, css("h2{break-after:page!important}")),
    (papers.t17_recipients, css(".recipients-title{font-style:normal}")),
    (papers.t17_recipients, css(".recipients{font-size:12pt}")),
    (papers.t17_recipients, css(".recipients{padding-left:5mm}")),
    (
        papers.t17_recipients,
        css(".end .left,.end .right{vertical-align:top}.recipients-title{padding-top:9mm}"),
    ),
    (papers.t18_signer, css(".signature{height:10mm}")),
    (papers.t18_signer, css(".signer{font-weight:normal}")),
    (papers.t18_signer, css(".signer{text-align:left}")),
    (papers.t18_signer, NOT_TOGETHER),
    (papers.t18_signer, text('id="signature-1">', 'id="signature-1"><p>Đã ký</p>')),
    (papers.t19_all_text_in_order, text("Tiết mục 7", "")),
    (papers.t19_all_text_in_order, text("Căn cứ ý kiến", "Ý kiến")),
    (papers.t20_tables_complete, text("Tiết mục 7<", "Tiết mục <")),
    (papers.t20_tables_complete, css("thead{display:table-row-group!important}")),
    (papers.t20_tables_complete, css("th{font-weight:normal}")),
    (papers.t21_nothing_extra, text("</main>", "<p>Thừa</p></main>")),
    (papers.t21_nothing_extra, css("@page{@bottom-center{content:'Trang'}}")),
    (papers.t22_no_drawn_blanks, text(NUMBER_BLANK, "Số: ......")),
    (papers.t22_no_drawn_blanks, text(DAY_BLANK, "ngày ___")),
    (papers.t23_symbols_unbroken, css(".together{white-space:normal}")),
    (papers.t24_end_mark, text("./.", ".")),
    (papers.t24_end_mark, text("./.", "<br>./.")),
    (papers.t24_end_mark, text("1. Mục đích:", "1. Mục đích./.")),
    (papers.t25_metadata, text("<title>", "<title>Nháp ")),
    (papers.t25_metadata, text('lang="vi"', 'lang="en"')),
    (papers.verification_at_the_foot, css("@page:first{@bottom-left{font-size:9pt}}")),
    (papers.verification_at_the_foot, css("@page:first{@bottom-left{border:none}}")),
    (papers.verification_at_the_foot, css("@page:first{@bottom-left{width:60%}}")),
    (papers.verification_at_the_foot, css("@page:first{@bottom-left{width:20%}}")),
    (papers.verification_at_the_foot, css("@page:first{@bottom-left{text-align:right}}")),
    (papers.verification_at_the_foot, css("@page:first{margin-bottom:20mm}")),
    (papers.verification_at_the_foot, text("K7QF", "K7QG")),
    (papers.tags_tell_the_order_and_the_table_heads, text("<h1>", "<h2>")),
    (papers.tags_tell_the_order_and_the_table_heads, lambda page: page.replace("th>", "td>")),
]


@pytest.fixture(scope="module")
def good_paper() -> papers.Reading:
    return _reading(good())


@pytest.mark.parametrize("check", papers.CHECKS)
def test_good_paper_passes(good_paper, check):
    check(good_paper, EXPECTED)


@pytest.mark.parametrize(
    ("check", "spoil"), SPOILT, ids=[f"{check.__name__}-{n}" for n, (check, _) in enumerate(SPOILT)]
)
def test_spoilt_paper_is_refused(check, spoil):
    spoilt = spoil(good())
    assert spoilt != good()

    with pytest.raises(AssertionError):
        check(_reading(spoilt), EXPECTED)


@pytest.mark.parametrize("wrong", [("UBND tỉnh;", "Lưu: VT."), ("UBND tỉnh.", "Lưu: VT, KH.")])
def test_recipients_of_another_form_are_refused(wrong):
    page = good()
    for old, new in zip(RECIPIENTS, wrong, strict=True):
        page = page.replace(f"<li>- {old}", f"<li>- {new}")
    expected = dataclasses.replace(EXPECTED, recipients=list(wrong))

    with pytest.raises(AssertionError):
        papers.t17_recipients(_reading(page), expected)


def test_every_check_is_seen_to_fail():
    assert {check for check, _ in SPOILT} == set(papers.CHECKS)
