"""What stands in the way of a paper, on its page."""

import datetime

import pytest
from django.urls import reverse

from events.models import OfficialDocument, Plan
from tests.events.admin.papers.pages import (
    GOOD,
    NOTHING,
    PAPERS,
    issue_page,
    print_page,
    register,
    text,
)
from tests.factories import signed_memorandum

pytestmark = pytest.mark.django_db


def test_page_lists_what_is_missing_with_the_page_where_it_is_mended(organizer, event):
    Plan.objects.update(signer_name="", lead_in="Chữ 한 lạ.", issue_month=None, issue_year=None)
    plan_page = reverse("admin:events_plan_change", args=[event.plan.pk])
    event.plan.recipients.all().delete()

    for response in (
        organizer.get(issue_page(event)),
        organizer.post(issue_page(event), GOOD),
        organizer.post(issue_page(event), {**GOOD, "preview": "1"}),
    ):
        page, source = text(response), response.content.decode()
        assert "Chưa thể cấp số, phát hành. Vui lòng khắc phục:" in page
        for sentence in (
            "Thiếu họ và tên người ký.",
            "Thiếu “Nơi nhận”.",
            "Không in được ký hiệu “한” (U+D55C) tại chỗ: “Chữ 한 lạ.”. Vui lòng thay hoặc xóa.",
        ):
            assert page.count(sentence) == 1
        assert source.count(f'href="{plan_page}">Sửa tại đây') == 3

    assert register() == NOTHING
    assert "3 điểm cần khắc phục trước khi cấp số" in text(organizer.get(PAPERS))


def test_print_of_a_paper_with_a_sign_that_is_not_printed_says_so(organizer, event):
    Plan.objects.update(lead_in="Chữ 한 lạ.")

    assert organizer.get(print_page(event))["Content-Type"] == "application/pdf"

    assert "Văn bản không in được các ký hiệu sau: “한” (U+D55C)." in text(organizer.get(PAPERS))


def test_page_of_a_signed_memorandum_begins_with_the_day_of_signing(organizer, event):
    memorandum = signed_memorandum(event, day=datetime.date(2025, 1, 10))

    source = organizer.get(issue_page(event, "memorandum", memorandum.pk)).content.decode()
    page = text(organizer.post(issue_page(event, "memorandum", memorandum.pk), GOOD))

    assert 'value="10/01/2025"' in source
    assert "Văn bản ghi ngày ký là 10/01/2025" in page
    assert not OfficialDocument.objects.exists()
