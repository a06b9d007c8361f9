"""The parts of a paper, and what the next kind of paper takes."""

import datetime

import pytest

from events.documents import Draft, Paper, letterhead
from events.vietnamese import dates
from tests.factories import PlanFactory
from tests.papers import Reading


def _paper(**parts) -> Paper:
    shared = {"superior": "", "issuer": "BAN", "symbol": "GM-BTC", "place": "Thái Nguyên"}
    return Paper(**{**shared, "kind": "GIẤY MỜI", "subject": "Dự lễ", **parts})


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 9, 10, 28])
def test_dates_are_written_as_in_letters(day, month):
    paper = _paper(day=day, month=month, year=2025)

    written = f"ngày {paper.day_text} tháng {paper.month_text} năm {paper.year}"

    assert written == dates.official(datetime.date(2025, month, day))


@pytest.mark.parametrize(("number", "text"), [(None, ""), (7, "07"), (10, "10"), (255, "255")])
def test_numbers_below_10_get_a_zero(number, text):
    assert _paper(number=number).number_text == text


def test_title_names_kind_and_subject():
    assert _paper().title == "Giấy mời: Dự lễ"
    assert _paper(subject="").title == "GIẤY MỜI"


def test_next_kind_of_paper_needs_only_its_words(db):
    plan = PlanFactory()

    paper = Paper(**letterhead(plan), symbol="GM-BTC", kind="GIẤY MỜI", subject="Dự lễ")
    pdf = Draft("events/pdf/official.html", paper).pdf()

    texts = [block.text for block in Reading(pdf).blocks]
    assert texts == [
        "UBND TỈNH THỬ",
        "BAN TỔ CHỨC THỬ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /GM-BTC",
        "Thái Nguyên, ngày tháng năm",
        "GIẤY MỜI",
        "Dự lễ",
        "TM. BAN TỔ CHỨC",
        "KT. TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN",
        "Nguyễn Văn Thử",
    ]
