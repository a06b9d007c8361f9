"""Registering on the public site, and the delegate's own page."""

import datetime
import html
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.models import Registration
from registrations.services import capacity, consents, transitions
from tests.factories import (
    DelegationFactory,
    EventFactory,
    make_registration,
    make_seating,
)
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

Status = Registration.Status
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def text(response) -> str:
    return html.unescape(visible_text(response.content.decode()))


def title(response) -> str:
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)
    assert found
    return html.unescape(found[1])


def form(client, path="/dang-ky/", **changes) -> dict[str, str]:
    """Return what a browser sends of the form that a delegate has filled in."""
    page = client.get(path).content.decode()
    delegation = re.search(r'<option value="(\d+)"', page)
    data = {
        **dict(HIDDEN.findall(page)),
        "honorific": "ms",
        "name": "Nguyễn Thị Thử",
        "position": "Chánh Văn phòng",
        "organisation": "Sở Thử nghiệm",
        "delegation": delegation[1] if delegation else "",
        "phone": "0912 345 678",
        "email": "",
        "consent": "on",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


@pytest.fixture
def event():
    event = make_seating().event
    DelegationFactory(event=event, text="Lãnh đạo UBND tỉnh;")
    return event


def test_family_that_may_be_an_honorific_is_kept_and_told(client, event):
    answer = client.post("/dang-ky/", form(client, name="Ông Cao Thông", honorific="mr"))
    assert Registration.objects.get().name == "Ông Cao Thông"
    assert "giữ nguyên là “Ông Cao Thông”. Nếu “Ông” là danh xưng" in text(
        client.get(answer["Location"])
    )


def test_form_page_says_first_how_many_seats_are_left(client, event):
    page = text(client.get("/dang-ky/"))
    assert page.index("Còn 3 trên 3 chỗ") < page.index("Họ và tên")
    assert "Lãnh đạo UBND tỉnh" in page


def test_form_page_without_seats_left_says_waiting_list(client):
    event = make_seating(public_seats=1).event
    make_registration(event)
    page = text(client.get("/dang-ky/"))
    assert page.index("Đã hết 1 chỗ") < page.index("Họ và tên")
    assert "tên Ông/Bà sẽ được ghi vào danh sách chờ" in page
    assert "Đăng ký vào danh sách chờ" in page
    assert "Gửi đăng ký" not in page


def test_each_form_has_its_own_token_and_id(client, event):
    first = dict(HIDDEN.findall(client.get("/dang-ky/").content.decode()))
    second = dict(HIDDEN.findall(Client().get("/dang-ky/").content.decode()))
    assert uuid.UUID(first["submission"]) != uuid.UUID(second["submission"])
    assert first["csrfmiddlewaretoken"] != second["csrfmiddlewaretoken"]


@pytest.mark.parametrize("path", ["/dang-ky/", "/en/dang-ky/"])
def test_form_page_is_found_again_on_the_way_back(client, event, path):
    response = client.get(path)
    assert response["Cache-Control"] == "private, no-cache"
    assert "csrftoken" in response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_form_page_comes_in_the_first_packets(client):
    event = make_seating().event
    for delegation in range(8):
        DelegationFactory(
            event=event, text=f"Đại diện lãnh đạo các sở, ban, ngành khối {delegation};"
        )
    page = client.get("/dang-ky/")
    assert "Content-Encoding" not in page  # a token stands in it
    assert len(page.content) < 13_500


def test_consent_boxes_are_not_ticked_before(client, event):
    assert "checked" not in client.get("/dang-ky/").content.decode()


def test_notice_on_personal_data_is_complete(client, event):
    page = text(client.get("/dang-ky/"))
    for words in (
        "Thông báo về xử lý dữ liệu cá nhân",
        "họ và tên, chức vụ, đơn vị, số điện thoại, thư điện tử",
        "chỉ Ban Tổ chức, Tổ thư ký và Tổ đón tiếp (không gồm thư điện tử) truy cập",
        "được xóa sau 90 ngày kể từ khi kết thúc buổi lễ",
        "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định số 356/2025/NĐ-CP",
        "Yêu cầu xin gửi tới Ban Tổ chức Cuộc thi.",
        "Buổi lễ có chụp ảnh, ghi hình phục vụ đưa tin.",
    ):
        assert words in page


def test_notice_names_the_contact(client, event):
    event.contact = "Văn phòng Sở\n0208 3855 123"
    event.save()
    page = text(client.get("/dang-ky/"))
    assert "Yêu cầu xin gửi tới Ban Tổ chức Cuộc thi: Văn phòng Sở 0208 3855 123" in page


def test_registering_leads_to_the_own_page(event):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/dang-ky/", form(client))
    made = Registration.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/dang-ky/{made.token}/"
    assert (made.name, made.phone, made.honorific) == ("Nguyễn Thị Thử", "+84912345678", "ms")
    assert (made.status, made.channel) == (Status.CONFIRMED, "public")
    assert made.consented_at is not None
    assert consents.given(made) == {"attend"}


def test_news_are_asked_for_separately(client, event):
    client.post("/dang-ky/", form(client, news="on"))
    assert consents.given(Registration.objects.get()) == {"attend", "news"}


def test_registering_in_english_stays_in_english(client, event):
    response = client.post("/en/dang-ky/", form(client, "/en/dang-ky/"))
    made = Registration.objects.get()
    assert response["Location"] == f"/en/dang-ky/{made.token}/"
    page = client.get(response["Location"])
    assert "Your registration is confirmed" in text(page)
    assert '<strong lang="vi">Nguyễn Thị Thử</strong>' in page.content.decode()


def test_form_sent_twice_registers_once(client, event):
    data = form(client)
    first = client.post("/dang-ky/", data)
    second = client.post("/dang-ky/", data)
    assert Registration.objects.count() == 1
    assert (second.status_code, second["Location"]) == (303, first["Location"])


def test_wrong_form_keeps_what_was_typed(client, event):
    data = form(client, phone="123", name='Nguyễn "Thị" <Thử>', consent=None)
    response = client.post("/dang-ky/", data)
    source = response.content.decode()
    assert response.status_code == 200
    assert not Registration.objects.exists()
    assert 'value="Nguyễn &quot;Thị&quot; &lt;Thử&gt;"' in source
    assert 'value="123"' in source
    assert f'name="submission" value="{data["submission"]}"' in source
    assert title(response).startswith("Lỗi: Đăng ký đại biểu | ")
    assert "Thử" not in title(response)


def test_wrong_form_begins_with_a_summary_that_leads_to_the_fields(client, event):
    source = client.post("/dang-ky/", form(client, phone="", honorific=None)).content.decode()
    summary = source[source.index('id="errors"') : source.index("<form")]
    assert "autofocus" in summary
    for anchor in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{anchor}"' in source
    assert re.findall(r'href="#([^"]+)"', summary) == ["id_honorific_0", "id_phone"]
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in source
    assert 'id="id_phone_error"' in source


@pytest.mark.parametrize("submission", ["", "x", "\x00", "1" * 5000])
def test_tampered_form_id_does_no_harm(client, event, submission):
    response = client.post("/dang-ky/", form(client, submission=submission))
    assert response.status_code == 303


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", "Nguyễn\x00Thị"),
        ("name", "Nguyễn\r\nThị"),
        ("organisation", "\u202eSở \ud83d"),
        ("position", "x" * 10_000),
        ("phone", "\x00"),
        ("delegation", "\x00"),
        ("honorific", "\x00"),
        ("email", "a\x00@b.vn"),
    ],
)
def test_odd_characters_never_break_the_page(client, event, field, typed):
    body = "&".join(
        f"{name}={''.join(f'%{byte:02x}' for byte in value.encode('utf-8', 'surrogatepass'))}"
        for name, value in form(client, **{field: typed}).items()
    )
    response = client.post("/dang-ky/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (200, 303)


def test_form_without_token_is_refused(event):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/dang-ky/", form(client, csrfmiddlewaretoken=None))
    assert response.status_code == 403
    assert "Biểu mẫu không còn hiệu lực" in text(response)


@pytest.mark.parametrize(
    ("seating", "words"),
    [
        ({"policy": "invited"}, "Buổi lễ dành cho đại biểu có giấy mời của Ban Tổ chức."),
        (
            {"opens_at": datetime.datetime(2060, 1, 5, 1, 0, tzinfo=datetime.UTC)},
            "Bắt đầu nhận đăng ký từ 08:00 05/01/2060.",
        ),
        (
            {"closes_at": datetime.datetime(2020, 1, 5, 10, 0, tzinfo=datetime.UTC)},
            "Đã hết hạn đăng ký lúc 17:00 05/01/2020.",
        ),
    ],
)
def test_closed_registration_shows_no_form(client, seating, words):
    make_seating(**seating)
    response = client.get("/dang-ky/")
    assert response.status_code == 200
    assert words in text(response)
    assert "<form" not in response.content.decode()


def test_once_the_ceremony_has_begun_nothing_is_promised_or_given_back(client):
    event = make_seating(public_seats=1).event
    seated, waiting = make_registration(event), make_registration(event)
    event.starts_at = timezone.now() - datetime.timedelta(seconds=1)
    event.window_start = event.window_end = timezone.localdate(event.starts_at)
    event.save()
    for path in ("/dang-ky/", "/"):
        assert "Buổi lễ đã bắt đầu, việc đăng ký đã kết thúc." in text(client.get(path))
    for made in (seated, waiting):
        address = made.get_absolute_url()
        page = client.get(address)
        assert f"{address}huy/" not in page.content.decode()
        assert ("khi có chỗ trống" in text(page).lower()) is False
        for response in (client.get(f"{address}huy/"), client.post(f"{address}huy/")):
            assert (response.status_code, response["Location"]) == (303, address)
        assert Registration.objects.get(pk=made.pk).status == made.status
    assert "Vui lòng hỏi bàn đón tiếp" in text(page)


def test_own_page_of_a_seat(client, event):
    made = make_registration(event, honorific="mr", name="Trần Văn Thử", position="Giám đốc")
    response = client.get(made.get_absolute_url())
    page = text(response)
    for words in (
        "Đăng ký đã được xác nhận",
        "Ông Trần Văn Thử Giám đốc Sở Thử nghiệm",
        f"Mã đăng ký {made.code}",
        "Chỗ số 1",
        event.title,
        "Địa điểm Hội trường thử",
        "Vui lòng lưu lại đường dẫn của trang này",
        f"Mã QR của mã đăng ký {made.code}",
    ):
        assert words in page
    assert f'href="http://testserver{made.get_absolute_url()}"' in response.content.decode()


def test_own_page_on_the_waiting_list(client):
    event = make_seating(public_seats=1).event
    for _n in range(2):
        make_registration(event)
    third = make_registration(event)
    page = text(client.get(third.get_absolute_url()))
    assert "Ông/Bà đang ở trong danh sách chờ" in page
    assert "Thứ tự trong danh sách chờ 2" in page
    assert "Chỗ số" not in page


def test_own_page_awaiting_approval_and_declined(client):
    event = make_seating(policy="approval").event
    made = make_registration(event)
    assert "Đăng ký đang chờ duyệt" in text(client.get(made.get_absolute_url()))
    transitions.decline(made, reason="Ngoài <b>thành phần</b>")
    response = client.get(made.get_absolute_url())
    assert "Đăng ký không được duyệt" in text(response)
    assert "Lý do: Ngoài <b>thành phần</b>" in text(response)
    assert "<b>thành" not in response.content.decode()


def test_a_request_that_awaits_approval_is_not_called_a_place_in_line(client):
    event = make_seating(public_seats=1, policy="approval").event
    transitions.approve(make_registration(event))
    assert "Gửi đăng ký" in text(client.get("/dang-ky/"))
    assert "Đăng ký vào danh sách chờ" not in text(client.get("/"))


def test_reasons_that_are_meant_for_organizers_are_not_shown(client, event):
    seated, cancelled = make_registration(event), make_registration(event)
    capacity.resize(event.seating, public_seats=2, reserve_seats=1)
    waiting = make_registration(event)
    transitions.give_reserve_seat(waiting, reason="Chuyện nội bộ")
    transitions.cancel(cancelled, reason="Chuyện nội bộ")
    for made in (seated, waiting, cancelled):
        page = client.get(made.get_absolute_url()).content.decode()
        assert "nội bộ" not in page


def test_leaving_the_waiting_list(client, event):
    for _n in range(3):
        made = make_registration(event)
    waiting = make_registration(event)
    assert "Rời danh sách chờ" in text(client.get(waiting.get_absolute_url()))
    assert "Rời danh sách chờ?" in text(client.get(f"{waiting.get_absolute_url()}huy/"))
    assert "Hủy đăng ký?" in text(client.get(f"{made.get_absolute_url()}huy/"))
    assert client.post(f"{waiting.get_absolute_url()}huy/").status_code == 303
    assert "Đăng ký đã được hủy" in text(client.get(waiting.get_absolute_url()))


@pytest.mark.parametrize("page", ["", "huy/", "qr.svg"])
def test_own_pages_are_kept_secret(client, event, page):
    made = make_registration(event, name="Trần Văn Thử")
    response = client.get(made.get_absolute_url() + page)
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    # the page that holds a form must tell its own origin when the form is sent
    assert response["Referrer-Policy"] == ("same-origin" if page == "huy/" else "no-referrer")
    if page != "qr.svg":
        assert "Thử" not in title(response)
        assert made.code not in title(response)


def test_own_page_of_nobody(client, event):
    assert client.get(f"/dang-ky/{'x' * 32}/").status_code == 404


def test_qr_holds_the_code_alone(client, event):
    made = make_registration(event)
    response = client.get(made.get_absolute_url() + "qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    source = response.content.decode()
    assert source.startswith("<svg")
    assert made.name not in source
    other = client.get(make_registration(event).get_absolute_url() + "qr.svg").content.decode()
    assert source != other


def test_cancelling_asks_first_then_frees_the_seat(event):
    client = Client(enforce_csrf_checks=True)
    made = make_registration(event)
    address = made.get_absolute_url() + "huy/"
    page = client.get(address)
    assert f"Mã đăng ký {made.code}" in text(page)
    assert Registration.objects.get().status == Status.CONFIRMED
    response = client.post(address, dict(HIDDEN.findall(page.content.decode())))
    assert (response.status_code, response["Location"]) == (303, made.get_absolute_url())
    assert Registration.objects.get().status == Status.CANCELLED
    cancelled = text(client.get(made.get_absolute_url()))
    assert "Đăng ký đã được hủy" in cancelled
    assert made.code not in cancelled
    assert "Còn 3 trên 3 chỗ" in text(client.get("/dang-ky/"))


def test_nothing_is_cancelled_once_the_ceremony_has_begun(client, event):
    """Who came is counted by the registrations: a link that was kept must not change it."""
    made = make_registration(event)
    event.starts_at = timezone.now() - datetime.timedelta(minutes=1)
    event.save()
    own = made.get_absolute_url()
    assert f"{own}huy/" not in client.get(own).content.decode()
    for answer in (client.get(f"{own}huy/"), client.post(f"{own}huy/")):
        assert (answer.status_code, answer["Location"]) == (303, own)
    assert Registration.objects.get().status == "confirmed"


def test_cancelling_twice_is_friendly(client, event):
    made = make_registration(event)
    address = made.get_absolute_url() + "huy/"
    for _n in range(2):
        response = client.post(address)
        assert (response.status_code, response["Location"]) == (303, made.get_absolute_url())
    assert client.get(address)["Location"] == made.get_absolute_url()


def test_cancelled_seat_goes_to_who_waits(client):
    event = make_seating(public_seats=1).event
    first, second = make_registration(event), make_registration(event)
    client.post(first.get_absolute_url() + "huy/")
    assert "Chỗ số 1" in text(client.get(second.get_absolute_url()))


@pytest.mark.parametrize(
    ("path", "method"),
    [("/dang-ky/", "put"), ("{own}", "post"), ("{own}qr.svg", "post"), ("{own}huy/", "delete")],
)
def test_other_methods_are_refused(client, event, path, method):
    own = make_registration(event).get_absolute_url()
    assert getattr(client, method)(path.format(own=own)).status_code == 405


def test_empty_portal_has_no_form(client):
    for response in (client.get("/dang-ky/"), client.post("/dang-ky/", {"name": "Thử"})):
        assert response.status_code == 200
        assert "Thông tin đang được cập nhật" in text(response)
        assert "<form" not in response.content.decode()


def test_ceremony_without_seats_has_no_form(client):
    EventFactory()
    response = client.get("/dang-ky/")
    assert "Cách thức đăng ký sẽ được thông báo sau." in text(response)
    assert "<form" not in response.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seats", [3, 0])
def test_whole_registration_takes_at_most_12_statements(client, seats):
    event = make_seating(public_seats=seats).event
    DelegationFactory.create_batch(8, event=event)
    client.get("/dang-ky/")
    with CaptureQueriesContext(connection) as captured:
        response = client.post("/dang-ky/", form(client))
        assert client.get(response["Location"]).status_code == 200
    statements = [query["sql"] for query in captured]
    assert len(statements) <= 12, "\n".join(statements)


def test_public_pages_use_no_session(client, event):
    made = client.post("/dang-ky/", form(client))
    page = client.get(made["Location"])
    assert set(client.cookies) == {"csrftoken"}
    assert "session" not in "".join(page.cookies)
