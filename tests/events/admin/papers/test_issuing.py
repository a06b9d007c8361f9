"""Issuing a paper."""

import datetime

import pytest

from events.invariants import violations
from events.models import NumberSeries, OfficialDocument
from sponsorship.models import Memorandum
from sponsorship.services import change_status, new_version
from tests.events.admin.papers.pages import (
    GOOD,
    HUGE,
    NOTHING,
    issue_page,
    page_of,
    register,
    text,
    words_of,
)
from tests.factories import (
    AgendaItemFactory,
    PlanFactory,
    complete_memorandum,
    issued_paper,
    signed_memorandum,
)
from tests.registrations.crowd import check_everything

pytestmark = pytest.mark.django_db


def test_page_shows_what_will_be_issued_and_takes_nothing(organizer, event):
    response = organizer.get(issue_page(event))

    page = text(response)
    for words in ("Tổ chức Lễ thử", "KH-BTC", "Số tiếp theo 1", "Nguyễn Văn Thử"):
        assert words in page
    assert "Sau đó không thể sửa hoặc xóa." in page
    assert register() == NOTHING


def test_preview_is_the_paper_with_its_number_and_without_a_code(organizer, event):
    response = organizer.post(issue_page(event), {**GOOD, "first_number": "12", "preview": "1"})

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="xem-truoc-plan-{event.slug}.pdf"'
    )
    words = words_of(response.content)
    assert "Số: 12/KH-BTC" in words
    assert "Thái Nguyên, ngày 20 tháng 01 năm 2025" in words
    assert register() == NOTHING


def test_issued_paper_is_told_with_number_and_code(organizer, event):
    data = {**GOOD, "copies": "12", "note": "Hoả tốc", "issue": "1"}

    response = organizer.post(issue_page(event), data, follow=True)

    document = OfficialDocument.objects.get()
    assert response.redirect_chain == [(page_of(document), 302)]
    assert f"Đã phát hành với số 01/KH-BTC. Mã xác minh: {document.code}." in text(response)
    assert (document.copies, document.note, document.issued_on) == (
        12,
        "Hoả tốc",
        datetime.date(2025, 1, 20),
    )
    assert document.issued_by.username == "nguoi-organizer"
    check_everything()


def test_first_number_is_asked_once(organizer, event):
    organizer.post(issue_page(event), {**GOOD, "first_number": "15"})
    programme = issue_page(PlanFactory().event)

    assert "Số tiếp theo 15" not in text(organizer.get(programme))
    organizer.post(programme, {**GOOD, "first_number": "3"})

    numbers = OfficialDocument.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [15, 16]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"copies": "0"}, "lớn hơn hoặc bằng 1"),
        ({"copies": "-3"}, "lớn hơn hoặc bằng 1"),
        ({"copies": "1001"}, "nhỏ hơn hoặc bằng 1000"),
        ({"copies": "năm"}, "số nguyên"),
        ({"copies": "1.5"}, "số nguyên"),
        ({"copies": ""}, "Vui lòng điền"),
        ({"copies": "9" * 5000}, "số nguyên"),
        ({"day": ""}, "Vui lòng điền"),
        ({"day": "31/02/2025"}, "Ngày chưa đúng. Vui lòng nhập theo dạng 12/02/2025."),
        ({"day": "hôm nay"}, "Ngày chưa đúng."),
        ({"day": "31/12/1999"}, "Ngày ban hành quá xa. Vui lòng chọn ngày 01/01/2000 hoặc sau đó."),
        ({"day": "01/01/0001"}, "Ngày ban hành quá xa."),
        ({"day": "31/12/9999"}, "Ngày ban hành không được sau ngày hôm nay."),
        ({"note": "x" * 501}, "500"),
        ({"note": "a\0b"}, "không"),
    ],
)
def test_bad_input_is_told_and_nothing_is_issued(organizer, event, values, words):
    response = organizer.post(issue_page(event), {**GOOD, **values})

    assert response.status_code == 200
    assert words in text(response)
    assert register() == NOTHING


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "lớn hơn hoặc bằng 1"),
        ("-1", "lớn hơn hoặc bằng 1"),
        ("1000000", "nhỏ hơn hoặc bằng 999999"),
        ("mười", "số nguyên"),
        (HUGE, "nhỏ hơn hoặc bằng 999999"),
    ],
)
def test_bad_first_number_is_told_and_nothing_is_issued(organizer, event, number, words):
    response = organizer.post(issue_page(event), {**GOOD, "first_number": number})

    assert response.status_code == 200
    assert words in text(response)
    assert register() == NOTHING


def test_day_before_the_last_number_is_refused(organizer, event):
    issued_paper()

    page = text(organizer.post(issue_page(event), {**GOOD, "day": "19/01/2025"}))

    assert "Văn bản số 01/KH-BTC cùng hệ thống số đã ban hành ngày 20/01/2025" in page
    assert OfficialDocument.objects.count() == 1


def test_future_day_is_refused(organizer, event):
    response = organizer.post(issue_page(event), {**GOOD, "day": "26/01/2025"})

    assert "Ngày ban hành không được sau ngày hôm nay. Vui lòng chọn hôm nay hoặc" in text(response)
    assert register() == NOTHING


def test_what_was_typed_stays_on_the_page_after_a_fault(organizer, event):
    data = {**GOOD, "copies": "0", "note": "Gửi kèm <phụ lục>", "day": "19/01/2025"}

    source = organizer.post(issue_page(event), data).content.decode()

    assert "Gửi kèm &lt;phụ lục&gt;" in source
    assert 'value="19/01/2025"' in source


def test_paper_for_internal_use_gets_no_number(organizer, event):
    AgendaItemFactory(event=event)

    response = organizer.post(issue_page(event, "run-sheet"), GOOD)

    assert "chỉ in để sử dụng, không được cấp số" in text(response)
    assert register() == NOTHING


def test_memorandum_is_issued_by_its_key_only(organizer, event):
    first, second = (signed_memorandum(event, day=datetime.date(2025, 1, 20)) for _n in range(2))

    assert organizer.post(issue_page(event, "memorandum"), GOOD).status_code == 404
    for memorandum in (first, second):
        organizer.post(issue_page(event, "memorandum", memorandum.pk), GOOD)

    keys = OfficialDocument.objects.order_by("number").values_list("number", "key")
    assert list(keys) == [(1, first.pk), (2, second.pk)]
    assert not NumberSeries.objects.exclude(next=3).exists()


def test_draft_of_a_memorandum_is_not_issued(organizer, event):
    draft = complete_memorandum(event)

    for response in (
        organizer.get(issue_page(event, "memorandum", draft.pk)),
        organizer.post(issue_page(event, "memorandum", draft.pk), GOOD),
    ):
        assert "chỉ phát hành được khi hai bên đã thống nhất" in text(response)
    assert not OfficialDocument.objects.exists()


def test_newer_version_replaces_what_was_issued_of_the_older(organizer, event):
    old = signed_memorandum(event, day=datetime.date(2025, 1, 20))
    organizer.post(issue_page(event, "memorandum", old.pk), GOOD)
    issued = OfficialDocument.objects.get()
    newer = change_status(new_version(old), Memorandum.Status.AGREED)
    page = issue_page(event, "memorandum", newer.pk)

    assert issued.number_and_symbol in text(organizer.get(page))
    organizer.post(page, GOOD)  # as from a page that did not say what it replaces
    assert OfficialDocument.objects.count() == 1
    organizer.post(page, {**GOOD, "replaces": issued.pk})
    replacing = OfficialDocument.objects.get(replaces=issued)
    assert (replacing.key, replacing.revision) == (newer.pk, 2)
    organizer.post(issue_page(event, "memorandum", old.pk), {**GOOD, "replaces": replacing.pk})
    assert OfficialDocument.objects.count() == 2
    assert list(violations()) == []
