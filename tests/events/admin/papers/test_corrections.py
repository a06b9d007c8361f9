"""Papers that correct and replace others."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Correction, OfficialDocument
from tests.events.admin.papers.pages import (
    GOOD,
    HUGE,
    issue_page,
    page_of,
    register,
    text,
    words_of,
)
from tests.factories import issued_paper
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def test_page_of_an_issued_paper_says_what_it_replaces(organizer, event):
    document = issued_paper(event)

    response = organizer.get(page_of(document, "replace"), follow=True)

    assert response.redirect_chain == [(issue_page(event, "plan", 0), 302)]
    page = text(response)
    assert "Văn bản này đã được phát hành với số 01/KH-BTC ngày 20/01/2025." in page
    assert "Số tiếp theo 2" in page


def test_correction_replaces_and_both_pages_say_so(organizer, event):
    first = issued_paper(event)

    response = organizer.post(issue_page(event), {**GOOD, "replaces": first.pk}, follow=True)

    second = OfficialDocument.objects.get(revision=2)
    assert (second.number, second.replaces) == (2, first)
    assert "Thay thế cho: 01/KH-BTC" in text(response)
    old = text(organizer.get(page_of(first)))
    assert "được thay thế bởi 02/KH-BTC" in old
    replaces = f"(Thay thế {first.citation} của Ban Tổ chức Cuộc thi)"
    assert replaces in words_of(bytes(second.file.content))


def test_paper_issued_meanwhile_is_not_replaced_unseen(organizer, event):
    first, other = issued_paper(event), issued_paper()
    before = register()

    for replaces in ("", "0", "khong", HUGE, "²"):
        data = {**GOOD, "replaces": replaces}
        response = organizer.post(issue_page(event), data, follow=True)
        assert response.redirect_chain == [(page_of(first), 302)], replaces
        assert "Văn bản này đã được phát hành với số 01/KH-BTC ngày 20/01/2025." in text(response)
    response = organizer.post(issue_page(event), {**GOOD, "replaces": other.pk})

    assert "Văn bản số 02/KH-BTC đã được thay thế." in text(response)
    assert register() == before


def test_old_page_does_not_replace_what_was_replaced_already(organizer, event):
    first = issued_paper(event)
    issued_paper(event, replaces=first)
    before = register()

    response = organizer.post(issue_page(event), {**GOOD, "replaces": first.pk})

    assert "01/KH-BTC đã được thay thế. Vui lòng mở văn bản mới nhất rồi làm lại." in text(response)
    assert register() == before


def test_letter_of_correction_is_written_issued_and_told_by_the_public_page(organizer, event):
    event.plan.recipients.create(position=2, text="UBND tỉnh;")
    document = issued_paper(event)
    address = organizer.get(page_of(document, "correct"))["Location"]
    assert "UBND tỉnh" in organizer.get(address).content.decode()
    data = {
        "document": document.pk,
        "addressees": "UBND tỉnh\nSở 😀",
        "errors-TOTAL_FORMS": "1",
        "errors-INITIAL_FORMS": "0",
        "errors-0-place": "trang 1",
        "errors-0-wrong": "sai",
        "errors-0-right": "đúng",
        "errors-0-position": "1",
    }

    refused = text(organizer.post(address, data))
    assert "Giấy tờ không in được “😀” (biểu tượng, U+1F600): vui lòng thay" in refused
    organizer.post(address, {**data, "addressees": "UBND tỉnh"})
    letter = Correction.objects.get()
    organizer.post(issue_page(event, "correction", letter.pk), GOOD)
    made = OfficialDocument.objects.get(corrects=document)
    words = "đã được đính chính bởi Công văn số 01/BTC ngày 20 tháng 01 năm 2025"
    public = text(Client().get(reverse("events:verify", args=[document.code])))
    assert words in public
    assert "chưa bị thay thế" in public
    assert "Đính chính văn bản: 01/KH-BTC" in text(organizer.get(page_of(made)))
    assert "Công văn số 01/BTC" in text(organizer.get(page_of(document)))
    change = reverse("admin:events_correction_change", args=[letter.pk])
    assert organizer.post(change, data).status_code == 403  # issued is issued
    assert signed_in("reception").get(change).status_code == 403
