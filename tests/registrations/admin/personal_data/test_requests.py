"""The organizers' list of requests about personal data."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from registrations.models import DataRequest, Registration
from registrations.services import data_requests, invitations
from registrations.services.origins import PublicForm
from registrations.services.registration import register
from tests.factories import make_delegate, make_registration, make_seating
from tests.people import signed_in
from tests.registrations.admin.registration.pages import opened, text_of, url

pytestmark = pytest.mark.django_db

LIST = reverse("admin:registrations_datarequest_changelist")
CONSENTS = reverse("admin:registrations_consent_changelist")


@pytest.fixture
def organizer():
    return signed_in("organizer")


@pytest.fixture
def asked():
    made = make_registration(make_seating().event, name="Nguyễn Thị Hỏi")
    return data_requests.ask(made, "erase", "Xin xóa dữ liệu của tôi")


def act(client, action: str, *chosen, **more: str):
    data = {"action": action, "_selected_action": [str(row.pk) for row in chosen], **more}
    return client.post(LIST, data, follow=True)


def test_list_shows_who_asks_and_by_when(organizer, asked):
    page = text_of(organizer.get(LIST))
    assert "Nguyễn Thị Hỏi" in page
    assert f"{asked.due:%d/%m/%Y}" in page
    assert "Nguyễn Thị Hỏi" in text_of(organizer.get(LIST, {"q": "thị hỏi"}))
    assert "Nguyễn Thị Hỏi" not in text_of(organizer.get(LIST, {"q": "người khác"}))
    assert "Nguyễn Thị Hỏi" not in text_of(organizer.get(LIST, {"overdue": "yes"}))
    DataRequest.objects.update(answer_due=datetime.date(2020, 1, 2))
    assert "Nguyễn Thị Hỏi" in text_of(organizer.get(LIST, {"overdue": "yes"}))


def test_answering_and_erasing(organizer, asked):
    act(organizer, "answer_chosen", asked)
    asked.refresh_from_db()
    assert (asked.status, asked.answered_at is not None) == ("open", True)
    act(organizer, "finish_chosen", asked, confirmed="yes")
    asked.refresh_from_db()
    assert (asked.status, asked.closed_by.username) == ("done", "nguoi-organizer")
    assert Registration.objects.get().erased_at is not None
    assert "Nguyễn Thị Hỏi" not in text_of(organizer.get(LIST))
    assert act(organizer, "finish_chosen", asked).status_code == 200


def test_before_an_erasure_the_page_names_who_loses_what(organizer, asked):
    event = asked.registration.event
    former = make_registration(event, name="Lê Thị Trước")
    of_former = data_requests.ask(former, "erase")
    invitations.substitute(
        former, delegate=make_delegate(name="Vũ Thị Sau"), channel=Registration.Channel.OFFICE
    )
    copy = data_requests.ask(make_registration(event), "copy")

    page = act(organizer, "finish_chosen", asked, of_former, copy)

    text = text_of(page)
    code = asked.registration.code
    assert f"Nguyễn Thị Hỏi , Sở Thử nghiệm ({code}) đã xác nhận: đăng ký bị hủy, chỗ số 1" in text
    assert "Lê Thị Trước" in text
    assert "Chỉ xóa dữ liệu của người đã được dự thay" in text
    assert "1 yêu cầu khác được ghi nhận là đã thực hiện." in text
    assert DataRequest.objects.filter(status="open").count() == 3
    html = page.content.decode()
    assert html.count('name="_selected_action"') == 3
    assert 'name="confirmed" value="yes"' in html

    act(organizer, "finish_chosen", asked, of_former, copy, confirmed="yes")
    assert DataRequest.objects.filter(status="done").count() == 3
    assert Registration.objects.get(pk=former.pk).name == "Vũ Thị Sau"


def test_before_an_erasure_the_page_takes_a_constant_number_of_statements(organizer, asked):
    event = make_seating(public_seats=9).event
    more = [data_requests.ask(make_registration(event), "erase") for _n in range(6)]
    act(organizer, "finish_chosen", more[0])
    counts = []
    for chosen in (more[:1], more):
        with CaptureQueriesContext(connection) as statements:
            act(organizer, "finish_chosen", *chosen)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_what_erases_nothing_is_done_at_once(organizer, asked):
    copy = data_requests.ask(asked.registration, "copy")
    act(organizer, "finish_chosen", copy)
    copy.refresh_from_db()
    assert copy.status == "done"


def test_refusing_with_a_reason(organizer, asked):
    data = opened(organizer, asked)
    assert organizer.post(url(asked), {**data, "reason": "Phải lưu trữ"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.status, asked.reason) == ("refused", "Phải lưu trữ")
    again = organizer.post(url(asked), {**data, "reason": "Lý do khác"})
    assert again.status_code == 200
    asked.refresh_from_db()
    assert asked.reason == "Phải lưu trữ"


def test_saving_without_a_reason_changes_nothing(organizer, asked):
    organizer.post(url(asked), opened(organizer, asked))
    asked.refresh_from_db()
    assert asked.status == "open"


def test_an_erased_delegate_cannot_be_filled_in_again(organizer, asked):
    data_requests.finish(asked)
    erased = Registration.objects.get()
    data = opened(organizer, erased)
    assert organizer.post(url(erased), {**data, "name": "Tên Mới"}).status_code == 200
    assert Registration.objects.get().name == erased.name


def test_only_organizers_decide(asked):
    secretariat = signed_in("secretariat")
    assert secretariat.get(LIST).status_code == 200
    act(secretariat, "finish_chosen", asked)
    assert DataRequest.objects.get().status == "open"
    assert signed_in("reception").get(LIST).status_code == 403


def test_proofs_and_erasures_are_only_looked_at(organizer, asked):
    consent = asked.registration.consents.get()
    data_requests.finish(asked)
    assert consent.text.text.splitlines()[0] in text_of(organizer.get(url(consent)))
    assert organizer.get(reverse("admin:registrations_erasure_changelist")).status_code == 200
    assert organizer.post(url(consent), {"given": ""}).status_code == 403
    for name in ("consent", "erasure"):
        assert organizer.get(reverse(f"admin:registrations_{name}_add")).status_code == 403


def test_a_consent_is_of_who_gave_it_also_when_somebody_else_comes(organizer):
    event = make_seating(public_seats=3).event
    made = register(
        event=event,
        delegate=make_delegate(name="Lê Thị Trước"),
        origin=PublicForm(photo_consent=True),
    )
    for name in ("Trần Văn Giữa", "Vũ Thị Sau"):
        made = invitations.substitute(
            made, delegate=make_delegate(name=name), channel=Registration.Channel.OFFICE
        )

    rows = list(made.consents.all())

    shown = [(consent.person.name, consent.purpose, consent.given) for consent in rows]
    assert shown == [
        ("Lê Thị Trước", "attend", True),
        ("Lê Thị Trước", "photo", True),
        ("Lê Thị Trước", "photo", False),
        ("Trần Văn Giữa", "attend", True),
        ("Vũ Thị Sau", "attend", True),
    ]
    text = text_of(organizer.get(CONSENTS, {"q": "thi truoc"}))
    assert text.count(f"Lê Thị Trước ({made.code})") == 3
    assert text_of(organizer.get(url(rows[0]))).count("Lê Thị Trước") > 0
    address = reverse("admin:registrations_consent_export")
    file = organizer.post(address, {"format": "1", "resource": "0"}).content.decode("utf-8-sig")
    names = ("Lê Thị Trước", "Trần Văn Giữa", "Vũ Thị Sau")
    assert [file.count(name) for name in names] == [3, 1, 1]


def test_a_request_is_found_by_its_code_also_without_the_dash(organizer, asked):
    code = asked.registration.code.lower()
    for typed in (code, code.replace("-", "")):
        page = organizer.get(reverse("admin:registrations_datarequest_changelist"), {"q": typed})
        assert list(page.context["cl"].result_list) == [asked]


@pytest.mark.parametrize("page", ["datarequest", "consent"])
def test_lists_take_a_constant_number_of_statements_for_the_replaced(organizer, asked, page):
    address = reverse(f"admin:registrations_{page}_changelist")
    event = asked.registration.event

    def replace() -> None:
        made = make_registration(event)
        data_requests.ask(made, "copy")
        invitations.substitute(
            made, delegate=make_delegate(), channel=Registration.Channel.OFFICE, silently=True
        )

    replace()
    organizer.get(address)
    with CaptureQueriesContext(connection) as few:
        organizer.get(address)
    for _n in range(5):
        replace()
    with CaptureQueriesContext(connection) as many:
        organizer.get(address)
    assert len(many) == len(few)


def test_list_takes_a_constant_number_of_statements(organizer, asked):
    organizer.get(LIST)
    with CaptureQueriesContext(connection) as few:
        organizer.get(LIST)
    event = asked.registration.event
    for _n in range(10):
        data_requests.ask(make_registration(event), "copy")
    with CaptureQueriesContext(connection) as many:
        organizer.get(LIST)
    assert len(many) == len(few)


def test_the_page_of_a_request_tells_its_state_in_words(organizer, asked):
    assert "Trạng thái đang xử lý Đã trả lời lúc" in text_of(organizer.get(url(asked)))


def test_what_is_to_be_done_stands_above_what_was_refused(organizer):
    event = make_seating(public_seats=3).event
    refused, done, open_one = (
        data_requests.ask(make_registration(event), kind) for kind in ("copy", "object", "restrict")
    )
    data_requests.refuse(refused, reason="Không đúng người")
    data_requests.finish(done)
    rows = list(organizer.get(LIST).context["cl"].result_list)
    assert rows == [open_one, done, refused]


def test_consents_and_erasures_are_found_from_the_requests(organizer):
    page = text_of(organizer.get(LIST))
    assert "Sự đồng ý" in page
    assert "Các lần xóa dữ liệu" in page


def test_to_an_erased_delegate_nothing_is_read_out(organizer, asked):
    registration = asked.registration
    assert "Kính gửi" in text_of(organizer.get(url(registration)))
    data_requests.finish(asked)
    page = text_of(organizer.get(url(registration)))
    assert "Kính gửi" not in page
    assert "In thông báo" not in page


# by telephone

ADD = reverse("admin:registrations_datarequest_add")


def test_a_request_by_telephone_is_written_down_with_its_days(organizer, asked):
    one = asked.registration
    typed = {
        "code": f" {one.code.lower().replace('-', '')} ",
        "kind": "copy",
        "words": "Xin bản sao",
    }
    page = organizer.post(ADD, typed, follow=True)
    new = DataRequest.objects.get(kind="copy")
    assert (new.registration, new.words, new.status) == (one, "Xin bản sao", "open")
    told = f"Nguyễn Thị Hỏi: trả lời chậm nhất ngày {new.answer_due:%d/%m/%Y}"
    assert f"{told}, thực hiện xong chậm nhất ngày {new.due:%d/%m/%Y}." in text_of(page)


def test_what_is_asked_again_is_added_to_the_open_request_and_said(organizer, asked):
    typed = {"code": asked.registration.code, "kind": "erase"}
    for _n in range(2):
        page = organizer.post(ADD, {**typed, "words": "Xóa cả số điện thoại"}, follow=True)
    asked.refresh_from_db()
    today = f"{localdate():%d/%m/%Y}"
    assert asked.words == f"Xin xóa dữ liệu của tôi\n{today}: Xóa cả số điện thoại"
    assert DataRequest.objects.get() == asked
    text = text_of(page)
    assert f"Yêu cầu này đã tiếp nhận ngày {today} và chưa xử lý xong" in text
    assert "Đã thêm yêu cầu" not in text


@pytest.mark.parametrize("code", ["", "K7MP-2QXA", "Nguyễn Thị Hỏi", "0" * 30])
def test_a_code_that_nobody_has_is_told_and_what_was_typed_stays(organizer, asked, code):
    page = organizer.post(ADD, {"code": code, "kind": "copy", "words": "Xin bản sao"})
    assert page.status_code == 200
    assert "Xin bản sao" in page.content.decode()
    assert page.context["adminform"].form.errors.keys() == {"code"}
    assert DataRequest.objects.get() == asked


def test_nothing_is_asked_of_data_that_are_gone(organizer, asked):
    data_requests.finish(asked)
    code = Registration.objects.get().code
    page = organizer.post(ADD, {"code": code, "kind": "copy", "words": ""})
    assert "Dữ liệu của đăng ký này đã được xóa." in text_of(page)
    assert DataRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("group", "status"), [("organizer", 200), ("secretariat", 403), ("reception", 403)]
)
def test_only_organizers_write_requests_down(group, status):
    assert signed_in(group).get(ADD).status_code == status
