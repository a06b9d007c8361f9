"""All whom an office names at once: saved together, or nobody and nothing typed is lost."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Letter
from registrations.models import Consent, Invitation, Registration
from registrations.public.invitation import views
from registrations.public.invitation.rows import ROWS_MAX
from registrations.services import capacity, invitations
from registrations.services.origins import ByHand
from registrations.services.registration import register
from tests import pages
from tests.factories import make_delegate, make_invitation, make_seating, named
from tests.pages import as_row
from tests.registrations.public.invitation.test_views import HIDDEN, close, path, people, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Invitation:
    event = make_seating(public_seats=100, policy="invited").event
    return make_invitation(event, organisation="Sở Y tế", quota=5)


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def rows(*persons: dict[str, str] | str, **more: str) -> dict[str, str]:
    """Return the rows of a form; a person is a name, or what is typed into each field."""
    data: dict[str, str] = {}
    for number, person in enumerate(persons):
        data |= as_row({"name": person} if isinstance(person, str) else person, number)
    return {**data, **more}


def send(browser: Client, invitation: Invitation, *persons: dict[str, str] | str, **more: str):
    page = browser.get(path(invitation)).content.decode()
    data = {**dict(HIDDEN.findall(page)), "consent": "on", **rows(*persons), **more}
    return browser.post(path(invitation), data)


def kept(response) -> dict[str, Any]:
    return pages.form_data(response, None)


def test_all_are_named_at_once_in_their_order(browser, invitation):
    binh = {"name": "Trần Thị Bình", "honorific": "ms", "position": "Trưởng phòng",
            "phone": "0912 345 678", "email": "binh@thu.example"}  # fmt: skip
    response = send(browser, invitation, "Lê An", binh, "Vũ Chi")
    assert (response.status_code, response["Location"]) == (303, path(invitation))
    assert people(invitation) == ["Lê An", "Trần Thị Bình", "Vũ Chi"]
    made = invitation.active().get(name="Trần Thị Bình")
    assert (made.honorific, made.position, made.phone, made.email) == (
        "ms", "Trưởng phòng", "+84912345678", "binh@thu.example",
    )  # fmt: skip
    assert Consent.objects.filter(channel="invitation").count() == 3
    assert "Đã ghi nhận 3 đại biểu." in text(browser.get(path(invitation)))


def test_empty_rows_and_gaps_are_left_out(browser, invitation):
    more = {"row-7-name": "Vũ Chi", "row-9-name": "  "}
    assert send(browser, invitation, "", "Lê An", **more).status_code == 303
    assert people(invitation) == ["Lê An", "Vũ Chi"]


def test_one_bad_row_saves_nobody_and_keeps_all(browser, invitation):
    bad = {"name": "Trần Bình", "phone": "123", "position": "Trưởng phòng"}
    response = send(browser, invitation, "Lê An", bad, {"position": "Chuyên viên"})
    assert response.status_code == 200
    assert people(invitation) == []
    assert not Letter.objects.exists()
    assert list(response.context["rows"].errors) == ["row-1-phone", "row-2-name"]
    page = response.content.decode()
    assert 'href="#id_row-1-phone">Trần Bình, Số điện thoại' in page
    assert 'href="#id_row-2-name">dòng 3, Họ và tên' in page
    assert 'id="id_row-1-phone_error"' in page
    assert 'aria-describedby="id_row-1-phone_error"' in page
    again: dict[str, Any] = kept(response)
    assert (again["row-0-name"], again["row-1-name"], again["row-1-phone"], again["consent"]) == (
        "Lê An", "Trần Bình", "123", ["on"],
    )  # fmt: skip
    mended = {**again, "row-1-phone": "0912345678", "row-2-name": "Vũ Chi"}
    assert browser.post(path(invitation), mended).status_code == 303
    assert people(invitation) == ["Lê An", "Trần Bình", "Vũ Chi"]


def test_consent_is_asked_for_once_for_all(browser, invitation):
    response = send(browser, invitation, "Lê An", "Vũ Chi", consent="")
    assert list(response.context["rows"].errors) == ["consent"]
    assert response.content.decode().count('name="consent"') == 1
    assert people(invitation) == []


def test_no_name_at_all_is_told(browser, invitation):
    response = send(browser, invitation, "", "")
    assert "Vui lòng nhập ít nhất một đại biểu." in text(response)


def test_the_services_say_at_each_row_why_not(browser, invitation):
    named(invitation, name="Đã Có Tên")
    by_hand = make_delegate(name="Đã Tự Ghi", organisation="Sở Y tế")
    register(event=invitation.event, delegate=by_hand, origin=ByHand())
    many = ["Đã Có Tên", "Lê An", "LE AN", "Đã Tự Ghi", "Vũ Ba", "Vũ Tư", "Vũ Năm", "Vũ Sáu"]
    response = send(browser, invitation, *many)
    assert response.status_code == 200
    assert people(invitation) == ["Đã Có Tên"]
    why = {key: found[0] for key, found in response.context["rows"].errors.items()}
    assert list(why) == ["row-0", "row-2", "row-3", "row-7"]
    assert why["row-0"].startswith("Đại biểu này đã có trong danh sách của đơn vị.")
    assert "ví dụ: LE AN B." in why["row-2"]
    assert "không qua giấy mời này" in why["row-3"]
    assert why["row-7"].startswith("Giấy mời không còn chỗ cho đại biểu này. Vui lòng bỏ dòng")
    page = response.content.decode()
    assert 'aria-describedby="row-7-why"' in page
    assert [kept(response)[f"row-{n}-name"] for n in range(8)] == many
    assert Letter.objects.filter(kind="registration.confirmation").count() == 0


def test_sent_twice_or_after_the_connection_broke_names_nobody_twice(browser, invitation):
    page = browser.get(path(invitation)).content.decode()
    data = {**dict(HIDDEN.findall(page)), **rows("Lê An", "Vũ Chi", consent="on")}
    for _n in range(3):
        assert browser.post(path(invitation), data).status_code == 303
    assert people(invitation) == ["Lê An", "Vũ Chi"]
    # who goes back and mends what was sent mends it
    assert browser.post(path(invitation), {**data, "row-1-position": "Phó"}).status_code == 303
    assert [one.position for one in invitation.active()] == ["", "Phó"]


def test_full_quota_sent_twice_is_no_error(browser, invitation):
    page = browser.get(path(invitation)).content.decode()
    five = [f"Lê {name}" for name in ("An", "Bình", "Chi", "Dung", "Em")]
    data = {**dict(HIDDEN.findall(page)), **rows(*five, consent="on")}
    for _n in range(2):
        assert browser.post(path(invitation), data).status_code == 303
    assert people(invitation) == five


def test_a_stale_page_of_a_colleague_keeps_what_it_held(browser, invitation):
    page = browser.get(path(invitation)).content.decode()
    invitations.name_delegates(
        invitation, [make_delegate(organisation="Sở Y tế") for _n in range(4)]
    )
    data = {**dict(HIDDEN.findall(page)), **rows("Lê An", "Vũ Chi", consent="on")}
    response = browser.post(path(invitation), data)
    assert list(response.context["rows"].errors) == ["row-1"]
    assert invitation.active().count() == 4
    assert kept(response)["row-1-name"] == "Vũ Chi"


def test_who_finds_no_seat_waits_in_the_order_of_the_rows(browser, invitation):
    capacity.resize(invitation.event.seating, public_seats=1, reserve_seats=0)
    assert send(browser, invitation, "Lê An", "Vũ Chi").status_code == 303
    assert [one.status for one in invitation.active()] == ["confirmed", "waiting"]


@pytest.mark.parametrize(
    ("button", "numbers"),
    [
        ({"add": "1"}, [0, 2, 3]),
        ({"drop": "0"}, [2]),
        ({"drop": "77"}, [0, 2]),
        ({"drop": ""}, [0, 2]),
    ],
)
def test_rows_come_and_go_without_a_script_and_nothing_is_saved(
    browser, invitation, button, numbers
):
    typed = {"row-0-name": "Lê An", "row-2-name": "Vũ Chi", "row-2-phone": "12x", **button}
    response = send(browser, invitation, **typed)
    assert response.status_code == 200
    again: dict[str, Any] = kept(response)
    assert [row.number for row in response.context["rows"].rows] == numbers
    assert (again["row-2-name"], again["row-2-phone"], again["consent"]) == (
        "Vũ Chi", "12x", ["on"],
    )  # fmt: skip
    assert not response.context["rows"].errors
    assert people(invitation) == []


def test_the_last_row_cannot_be_taken_away(browser, invitation):
    response = send(browser, invitation, "Lê An", drop="0")
    assert [row.is_empty for row in response.context["rows"].rows] == [True]


def test_a_closed_invitation_shows_what_was_typed(browser, invitation):
    page = browser.get(path(invitation)).content.decode()
    close(invitation)
    person = {"name": "Lê An", "honorific": "mr", "phone": "0912 345 678"}
    data = {**dict(HIDDEN.findall(page)), **rows(person, consent="on")}
    answer = text(browser.post(path(invitation), data))
    assert "Đã nhập nhưng chưa lưu Ông Lê An; 0912 345 678" in answer
    assert "Đã hết thời hạn xác nhận" in answer


def test_a_thousand_rows_cost_little_and_are_not_lost(browser, invitation):
    thousand = [f"Nguyễn Văn {n}" for n in range(1000)]
    browser.get(path(invitation))
    started = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        response = send(browser, invitation, *thousand)
    assert time.process_time() - started < 3
    assert len(queries) < 12
    assert response.status_code == 200
    assert people(invitation) == []
    assert len(response.context["rows"].rows) == ROWS_MAX
    page = response.content.decode()
    assert all(f"Nguyễn Văn {n}" in page for n in (0, 49, 50, 999))
    assert "Mỗi lần lưu được nhiều nhất 50 đại biểu." in text(response)


def test_odd_rows_are_refused_as_text(browser, invitation):
    odd = {"row-0-name": "<script>alert(1)</script>", "row-1-name": "Lê\x00 An", "row-2-email": "",
           "row-٣-name": "Không Ai", "row--1-name": "Không Ai", "row-99999-name": "Không Ai",
           "row-3-honorific": "vua"}  # fmt: skip
    odd["row-2-email"] = "@" * 300
    response = send(browser, invitation, **odd)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert [row.number for row in response.context["rows"].rows] == [0, 1, 2, 3]
    assert people(invitation) == []


def test_a_row_cannot_name_for_another_office(browser, invitation):
    other = make_invitation(invitation.event, organisation="Sở Khác")
    theirs = named(other, name="Lê Của Họ")
    send(browser, invitation, {"name": "Lê Của Họ"}, **{"row-0-organisation": "Sở Khác",
         "row-0-invitation": str(other.pk), "event": str(other.event_id)})  # fmt: skip
    assert people(other) == ["Lê Của Họ"]
    assert invitation.active().get().organisation == "Sở Y tế"
    assert Registration.objects.get(pk=theirs.pk).token == theirs.token


def test_too_much_writing_keeps_what_was_typed(browser, invitation, monkeypatch):
    monkeypatch.setattr(views, "WRITES", 1)
    monkeypatch.setattr(views, "WRITES_PER_DELEGATE", 0)
    assert send(browser, invitation, "Lê An").status_code == 303
    response = send(browser, invitation, "Vũ Chi", "Vũ Dung")
    assert response.status_code == 429
    assert kept(response)["row-1-name"] == "Vũ Dung"


def test_the_page_invites(client, invitation):
    invitation.honorific, invitation.name, invitation.position = "mr", "Lê Văn Mời", "Giám đốc"
    invitation.save()
    invitation.event.contact = "Văn phòng Sở, 0208 3855 123"
    invitation.event.save()
    page = text(client.get(path(invitation)))
    assert (
        f"trân trọng kính mời Ông Lê Văn Mời, Giám đốc Sở Y tế tới dự {invitation.event.title}"
        in page
    )
    assert "Khi đến dự, xin mang theo Phiếu tham dự" in page
    assert "Liên hệ Văn phòng Sở, 0208 3855 123" in page
    english = text(client.get(f"/en{path(invitation)}"))
    assert "has the honour to invite Ông Lê Văn Mời, Giám đốc Sở Y tế to attend" in english


def test_what_was_is_told_after_the_end(client, invitation):
    close(invitation)
    assert "chưa nhận được danh sách đại biểu" in text(client.get(path(invitation)))
    named_by = make_invitation(invitation.event, organisation="Sở Tư pháp")
    made = named(named_by)
    close(named_by)
    page = text(client.get(path(named_by)))
    assert "đã cử các đại biểu dưới đây" in page
    assert made.name in page
    assert "Sửa" not in page
