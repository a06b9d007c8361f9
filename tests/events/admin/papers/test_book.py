"""The register as a book."""

import pytest

from tests.events.admin.papers.pages import text, words_of
from tests.factories import issued_paper

pytestmark = pytest.mark.django_db


BOOK = "/quan-tri/events/officialdocument/book/"


def test_book_of_a_period_is_a_pdf(organizer, event):
    issued_paper(event)

    response = organizer.post(BOOK, {"first": "01/01/2025", "last": "31/12/2025"})

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="so-van-ban-20250101-20251231.pdf"'
    )
    assert "01/KH-BTC" in words_of(response.content)


def test_book_holds_both_days_of_its_period(organizer, event):
    issued_paper(event)

    for first, last, found in (
        ("20/01/2025", "20/01/2025", True),
        ("21/01/2025", "31/01/2025", False),
        ("01/01/2025", "19/01/2025", False),
    ):
        words = words_of(organizer.post(BOOK, {"first": first, "last": last}).content)
        assert ("01/KH-BTC" in words) is found
        assert ("Không có văn bản nào trong thời gian này." in words) is not found


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("02/01/2025", "01/01/2025", "Ngày cuối của khoảng thời gian trước ngày đầu."),
        ("", "01/01/2025", "Vui lòng điền"),
        ("01/01/2025", "hôm nay", "Ngày chưa đúng."),
        ("30/02/2025", "01/03/2025", "Ngày chưa đúng."),
    ],
)
def test_impossible_period_is_told(organizer, first, last, words):
    response = organizer.post(BOOK, {"first": first, "last": last})

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert words in text(response)
