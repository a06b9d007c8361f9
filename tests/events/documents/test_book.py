"""The register as a book."""

import datetime
import io

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.documents import KINDS, book, register
from events.documents.recalls import Notice, recall
from events.models import Correction
from tests.factories import PlanFactory
from tests.papers import Reading

YEAR = (datetime.date(2030, 1, 1), datetime.date(2030, 12, 31))
HEAD = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ghi chú",
]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC), tick=True):
        yield


def issue(plan, day=20, **kwargs):
    return register.issue(
        register.Entry(
            kind=KINDS["plan"], event=plan.event, day=datetime.date(2030, 1, day), **kwargs
        )
    )


def book_of(first, last, progress=lambda done, total: None) -> bytes:
    file = io.BytesIO()
    book.of_period(first, last).write(file, progress)
    return file.getvalue()


def texts(pdf: bytes) -> list[str]:
    return [block.text for block in Reading(pdf).blocks]


@pytest.mark.django_db
def test_book_has_the_columns_of_the_decree_and_the_papers_in_order():
    recipients = ["UBND tỉnh thử (báo cáo);", "Lưu: VT, QLKH."]
    plan = PlanFactory(subject="Tổ chức Lễ thử", recipients=recipients)
    first = issue(plan, copies=7)
    issue(PlanFactory(subject="Việc khác"), note="Hoả tốc")
    issue(plan, day=25, replaces=first)

    found = texts(book_of(*YEAR))

    start = found.index(HEAD[0])
    assert found[start : start + 8] == HEAD
    assert found[start + 8 : start + 16] == [f"({n})" for n in range(1, 9)]
    cells = [found[start + 16 + 8 * n : start + 24 + 8 * n] for n in range(3)]
    assert cells[0] == [
        "01/KH-BTC",
        "20/01/2030",
        "Kế hoạch: Tổ chức Lễ thử",
        "Nguyễn Văn Thử",
        "UBND tỉnh thử (báo cáo)",
        "VT, QLKH",
        "7",
        "Được thay thế bởi số 03/KH-BTC",
    ]
    assert [row[0] for row in cells] == ["01/KH-BTC", "02/KH-BTC", "03/KH-BTC"]
    assert [row[7] for row in cells[1:]] == ["Hoả tốc", "Thay thế số 01/KH-BTC"]


@pytest.mark.django_db
def test_cover_tells_period_and_numbers():
    issue(PlanFactory())

    found = texts(book_of(*YEAR))

    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in found
    assert "Năm: 2030" in found
    assert "Từ ngày 01 tháng 01 năm 2030 đến ngày 31 tháng 12 năm 2030" in found
    assert "Từ số 01/KH-BTC đến số 01/KH-BTC" in found


@pytest.mark.django_db
def test_numbers_of_two_series_are_no_range():
    for symbol in ("KH-A", "KH-B", "KH-A"):
        issue(PlanFactory(symbol=symbol))

    found = texts(book_of(*YEAR))

    assert "Hệ thống số KH-A: từ số 01/KH-A đến số 02/KH-A" in found
    assert "Hệ thống số KH-B: từ số 01/KH-B đến số 01/KH-B" in found


@pytest.mark.django_db
def test_last_column_notes_recall_and_correction():
    first, second = issue(PlanFactory()), issue(PlanFactory(), note="Hoả tốc")
    day = datetime.date(2030, 1, 21)
    recall(first, day=day, reason="x", notice=Notice(number="07/TB-BTC", day=day))
    letter = Correction.objects.create(document=second, addressees="Sở Thử")
    letter.errors.create(position=1, place="trang 1", wrong="a", right="b")
    entry = register.Entry(kind=KINDS["correction"], event=second.event, key=letter.pk, day=day)
    register.issue(entry)

    found = texts(book_of(*YEAR))

    notes = [found[found.index(number) + 7] for number in ("01/KH-BTC", "02/KH-BTC", "01/BTC")]
    assert notes == [
        "Thu hồi từ ngày 21/01/2030 theo văn bản số 07/TB-BTC",
        "Được đính chính bởi Công văn số 01/BTC; Hoả tốc",
        "Đính chính số 02/KH-BTC",
    ]


@pytest.mark.django_db
def test_empty_period_is_an_honest_book():
    found = texts(book_of(*YEAR))

    assert "Không có văn bản nào trong thời gian này." in found


@pytest.mark.django_db
def test_pages_are_counted_through_all_parts(monkeypatch):
    monkeypatch.setattr(book.book, "part", 2)
    plan = PlanFactory()
    document = issue(plan)
    for day in range(21, 27):
        document = issue(plan, day=day, replaces=document)
    told = []

    reading = Reading(book_of(*YEAR, lambda *done: told.append(done)))

    assert told == [(2, 7), (4, 7), (6, 7), (7, 7)]
    margin = {g.page: "" for g in reading.untagged}
    for glyph in reading.untagged:
        margin[glyph.page] += glyph.text
    assert {page: text for page, text in margin.items() if text} == {
        page: str(page) for page in range(2, len(reading.sizes) + 1)
    }
    assert all(width > height for width, height in reading.sizes)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_book_takes_the_same_number_of_statements(count):
    for _n in range(count):
        issue(PlanFactory())
    with CaptureQueriesContext(connection) as captured:
        book_of(*YEAR)
    assert len(captured) == 6
