"""Recalling a paper."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import OfficialDocument
from tests.events.admin.papers.pages import HUGE, LIST, RECALLED, page_of, recall_page, text
from tests.factories import issued_paper

pytestmark = pytest.mark.django_db


def test_recall_is_told_by_the_register_the_public_page_and_the_papers(organizer, event):
    document = issued_paper(event)

    response = organizer.post(recall_page(document), RECALLED, follow=True)

    assert response.redirect_chain == [(page_of(document), 302)]
    words = "từ ngày 22/01/2025 theo văn bản số 07/TB-BTC ngày 21 tháng 01 năm 2025"
    assert f"Bị thu hồi {words}. Lý do: Ban hành nhầm" in text(response)
    public = text(Client().get(reverse("events:verify", args=[document.code])))
    assert f"đã bị thu hồi {words}." in public
    assert "chưa bị thay thế" not in public
    assert "thu hồi từ ngày 22/01/2025" in text(organizer.get(LIST))
    assert "01/KH-BTC" not in text(organizer.get(f"{LIST}?current=1"))
    assert "01/KH-BTC" in text(organizer.get(f"{LIST}?current=2"))
    for again in (
        organizer.get(recall_page(document), follow=True),
        organizer.post(recall_page(document), RECALLED),
    ):
        assert "Văn bản số 01/KH-BTC đã bị thu hồi từ ngày 22/01/2025" in text(again)
    assert document.recall.recorded_by.username == "nguoi-organizer"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"recalled_on": "19/01/2025"}, "Văn bản được ban hành ngày 20/01/2025"),
        ({"recalled_on": "26/01/2025"}, "không được sau ngày hôm nay"),
        ({"reason": ""}, "Vui lòng điền"),
        ({"notice_number": ""}, "Vui lòng chọn văn bản ở trên hoặc điền mục này."),
        ({"notice_day": ""}, "Vui lòng chọn văn bản ở trên hoặc điền mục này."),
        ({"notice": HUGE}, "chọn"),
    ],
)
def test_bad_recall_is_told_and_keeps_what_was_typed(organizer, event, values, words):
    document = issued_paper(event)

    response = organizer.post(recall_page(document), {**RECALLED, **values})

    assert words in text(response)
    assert "07/TB-BTC" in response.content.decode() or not values.get("notice_number", "x")
    assert OfficialDocument.objects.current().exists()


def test_own_paper_recalls_another(organizer, event):
    document, notice = issued_paper(event), issued_paper()
    data = {**RECALLED, "notice": notice.pk, "notice_number": "", "notice_day": ""}

    organizer.post(recall_page(document), data)

    recall = document.recall
    assert (recall.notice, recall.notice_number) == (notice, "02/KH-BTC")
