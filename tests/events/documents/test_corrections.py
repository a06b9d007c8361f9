"""The letter that corrects an issued paper (công văn đính chính)."""

import datetime
import re

import pytest

from events.documents import KINDS, obstacles, register
from events.documents.errors import NotReady
from events.documents.recalls import Notice, recall
from events.documents.wording import read
from events.models import Correction, OfficialDocument
from tests import papers
from tests.factories import PlanFactory, issued_paper

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 1, 25)


@pytest.fixture
def document() -> OfficialDocument:
    return issued_paper(PlanFactory(symbol="KH-BTTCT", subject="Tổ chức Lễ thử").event)


@pytest.fixture
def letter(document) -> Correction:
    made = Correction.objects.create(document=document, addressees="UBND tỉnh\nSở Thử nghiệm;")
    rows = [("trang 1, mục 2.2", "10/02/2025", "12/02/2025"), ("trang 2", "Hiệp Hội", "Hiệp hội")]
    for position, (place, wrong, right) in enumerate(rows, 1):
        made.errors.create(position=position, place=place, wrong=wrong, right=right)
    return made


def issue(letter: Correction, **kwargs) -> OfficialDocument:
    event = letter.document.event
    return issued_paper(event, "correction", DAY, key=letter.pk, **kwargs)


def test_letter_says_what_is_corrected_in_the_form_of_the_decree(letter, document):
    made = issue(letter)

    reading = papers.Reading(bytes(made.file.content))
    texts = [block.text for block in reading.blocks]
    about = "V/v đính chính Kế hoạch số 01/KH-BTTCT"
    start = texts.index("Số: 01/BTTCT")
    assert texts[start : start + 3] == [
        "Số: 01/BTTCT",
        about,
        "Thái Nguyên, ngày 25 tháng 01 năm 2025",
    ]
    body = texts[start + 3 : texts.index("Nơi nhận:")]
    assert body == [
        "Kính gửi:",
        "- UBND tỉnh;",
        "- Sở Thử nghiệm.",
        "Ban Tổ chức Cuộc thi đã ban hành Kế hoạch số 01/KH-BTTCT ngày 20 tháng 01 năm 2025 (về "
        "việc tổ chức Lễ thử). Sau khi rà soát, Ban Tổ chức Cuộc thi đính chính sai sót trong văn "
        "bản nêu trên như sau:",
        "1. Tại trang 1, mục 2.2: đã in là “10/02/2025”, nay sửa lại là “12/02/2025”.",
        "2. Tại trang 2: đã in là “Hiệp Hội”, nay sửa lại là “Hiệp hội”.",
        "Các nội dung khác của Kế hoạch số 01/KH-BTTCT không thay đổi.",
        "Ban Tổ chức Cuộc thi trân trọng thông báo để các cơ quan, đơn vị, cá nhân biết, thực "
        "hiện./.",
    ]
    end = texts.index("Nơi nhận:")
    assert texts[end : end + 3] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT, BTC."]
    assert "CÔNG VĂN" not in texts
    size = {round(glyph.size) for glyph in reading.block(about).lines[0].ink}
    assert size == {12}
    expected = papers.Expected(
        superior="UBND TỈNH THỬ", issuer=["BAN TỔ CHỨC THỬ"], kind="", subject="", body=[],
        authority=[], signer=[], number_line="Số: 01/BTTCT",
        date_line="Thái Nguyên, ngày 25 tháng 01 năm 2025",
    )  # fmt: skip
    for check in (
        papers.t01_a4, papers.t02_margins, papers.t03_fonts, papers.t04_glyph_outlines,
        papers.t05_nfc, papers.t06_black_only, papers.t07_page_numbers,
        papers.t08_nation_and_motto, papers.t10_issuing_bodies, papers.t11_number,
        papers.t12_place_and_date, papers.t22_no_drawn_blanks,
    ):  # fmt: skip
        check(reading, expected)


def test_single_addressee_stands_on_the_line(letter):
    Correction.objects.update(addressees="Sở Thử nghiệm.")

    html = KINDS["correction"].draft(letter.document.event, letter.pk).html()

    assert re.search(r"<p[^>]*>Kính gửi: Sở Thử nghiệm</p>", html)


def test_register_links_letter_and_paper_which_stays_in_force(letter, document):
    made = issue(letter)

    assert (made.corrects, made.title) == (document, "CÔNG VĂN")
    assert made.subject == "V/v đính chính Kế hoạch số 01/KH-BTTCT"
    assert made.recipients == "UBND tỉnh\nSở Thử nghiệm"
    assert list(document.corrections.all()) == [made]
    assert OfficialDocument.objects.get(pk=document.pk).is_current


def test_empty_letter_is_not_issued(letter):
    letter.errors.all().delete()
    Correction.objects.update(addressees="")

    with pytest.raises(NotReady) as error:
        issue(letter)

    sentences = [one.message for one in error.value.obstacles]
    assert sentences[:2] == [
        "Vui lòng nhập nơi nhận công văn (“Kính gửi”).",
        "Vui lòng nhập ít nhất một sai sót và nội dung đúng.",
    ]


def test_what_is_not_in_force_is_not_corrected(letter, document):
    recall(document, day=DAY, reason="x", notice=Notice(number="1/TB", day=DAY))

    draft = KINDS["correction"].draft(document.event, letter.pk)

    assert "đã bị thu hồi" in obstacles.stopping(obstacles.of(draft, DAY))[0].message
    with pytest.raises(register.NotReady):
        issue(letter)


def test_letter_that_corrects_a_letter_names_its_subject_once(letter):
    first = issued_paper(letter.document.event, "correction", DAY, key=letter.pk)
    second = Correction.objects.create(document=first, addressees="Sở Thử nghiệm")
    second.errors.create(position=1, place="trang 1", wrong="sai", right="đúng")

    body = read(KINDS["correction"].draft(first.event, second.pk).html()).body

    assert "(về việc đính chính Kế hoạch số 01/KH-BTTCT)" in " ".join(body)
