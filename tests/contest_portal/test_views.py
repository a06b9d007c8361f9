"""Home page, errors, sign of life."""

import datetime
import html
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from contest_portal import urls as portal
from registrations.models import Registration
from tests.factories import (
    AgendaItemFactory,
    DelegationFactory,
    EventFactory,
    make_registration,
    make_seating,
    published,
)
from tests.pages import visible_text

POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "manifest-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def refuse(request):
    raise PermissionDenied


def suspect(request):
    raise SuspiciousOperation


def break_down(request):
    raise RuntimeError


urlpatterns = [
    path("thu/403", refuse),
    path("thu/400", suspect),
    path("thu/500", break_down),
    path("thu/csrf", csrf_protect(lambda request: HttpResponse())),
    *portal.urlpatterns,
]
handler400 = "contest_portal.public.error_pages.bad_request"
handler403 = "contest_portal.public.error_pages.permission_denied"
handler404 = "contest_portal.public.error_pages.page_not_found"
handler500 = "contest_portal.public.error_pages.server_error"


def text(response) -> str:
    return html.unescape(visible_text(response.content.decode()))


def title(response) -> str:
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)
    assert found
    return html.unescape(found[1])


@pytest.mark.django_db
def test_home_of_an_empty_portal(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Thông tin đang được cập nhật" in text(response)
    assert title(response) == "Thông tin đang được cập nhật | Cổng thông tin Cuộc thi"


@pytest.mark.django_db
def test_home_of_a_ceremony_without_anything(client):
    EventFactory(title="Lễ công bố")
    page = text(client.get("/"))
    assert "Lễ công bố" in page
    assert "Cách thức đăng ký sẽ được thông báo sau." in page
    assert "Tóm tắt chương trình" not in page
    assert "Thành phần tham dự" not in page


@pytest.mark.django_db
def test_home_says_what_when_where_and_who(client):
    event = make_seating().event
    AgendaItemFactory(event=event, title="Phát biểu khai mạc buổi lễ")
    published(event)
    DelegationFactory(event=event, text="Lãnh đạo UBND tỉnh;")
    event.contact = "Sở Khoa học và Công nghệ\nĐiện thoại: 0208 3855 123"
    event.summary = "Trân trọng kính mời."
    event.save()
    page = text(client.get("/"))
    for words in (
        event.title,
        "Trân trọng kính mời.",
        "Thời gian 1/2 ngày (trong khoảng từ 10/02/2030 - 14/02/2030)",
        "Địa điểm Hội trường thử",
        "Số đại biểu dự kiến 120-130",
        "Còn 3 trên 3 chỗ",
        "Đăng ký tham dự",
        "Tóm tắt chương trình Phát biểu khai mạc buổi lễ",
        "liên hệ Sở Khoa học và Công nghệ Điện thoại: 0208 3855 123",
        f"Ban Tổ chức Cuộc thi “{event.contest.name}”",
    ):
        assert words in page
    assert "Thành phần tham dự" not in page
    page = text(client.get("/chuong-trinh/"))
    assert "Thành phần tham dự Lãnh đạo UBND tỉnh" in page, page


@pytest.mark.django_db(transaction=True)
def test_home_follows_the_seats(client):
    event = make_seating(public_seats=2).event
    assert "Còn 2 trên 2 chỗ" in text(client.get("/"))
    make_registration(event)
    assert "Còn 1 trên 2 chỗ" in text(client.get("/"))
    make_registration(event)
    page = text(client.get("/"))
    assert "Đã hết 2 chỗ" in page
    assert "Đăng ký vào danh sách chờ" in page


@pytest.mark.django_db
def test_home_takes_the_same_number_of_statements(client):
    event = make_seating().event
    taken = []
    for count in (1, 1, 29):  # the first time more is read, then kept
        AgendaItemFactory.create_batch(count, event=event)
        DelegationFactory.create_batch(count, event=event)
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        taken.append(len(captured))
    assert taken[1] == taken[2]
    assert taken[1] < 15


@pytest.mark.django_db
def test_home_in_english_marks_what_is_vietnamese(client):
    event = make_seating().event
    AgendaItemFactory(event=event, title="Phát biểu khai mạc buổi lễ")
    response = client.get("/en/")
    source = response.content.decode()
    assert '<html lang="en">' in source
    assert f'<h1 lang="vi"><span class="name"><span>{html.escape(event.title)}</span>' in source
    assert '<dd lang="vi">Hội trường thử</dd>' in source
    page = text(response)
    assert "3 of 3 seats are left" in page
    assert "on a day between 10 February 2030 and 14 February 2030" in page


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["", "chuong-trinh/", "dang-ky/"])
def test_language_switch_keeps_the_page(client, where):
    make_seating()
    vietnamese = client.get(f"/{where}").content.decode()
    english = client.get(f"/en/{where}").content.decode()
    assert f'<a href="/en/{where}" lang="en" hreflang="en">English</a>' in vietnamese
    assert f'<a href="/{where}" lang="vi" hreflang="vi">Tiếng Việt</a>' in english
    for page in (vietnamese, english):
        assert f'hreflang="vi" href="http://testserver/{where}"' in page
        assert f'hreflang="en" href="http://testserver/en/{where}"' in page


@pytest.mark.django_db
def test_browser_in_english_still_gets_the_address_it_asked_for(client):
    make_seating()
    response = client.get("/", headers={"accept-language": "en"})
    assert response["Content-Language"] == "vi"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/chuong-trinh/", "/dang-ky/", "/khong-co/"])
def test_public_pages_carry_the_strict_policy(client, path):
    make_seating()
    response = client.get(path)
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    source = response.content.decode()
    data = '<script type="application/ld+json">'  # which no browser runs
    assert source.count("<script") == source.count(data)
    assert "style=" not in source
    assert not re.search(r"\son\w+=", source)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/chuong-trinh/", "/khong-co/"])
def test_reading_sets_no_cookie(client, path):
    make_seating()
    assert not client.get(path).cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/khong-co/",
        "/dang-ky/khong-co/",
        "/%00/",
        "/dang-ky/%00/",
        "/%ff%fe/",
        "/dang-ky/" + "a" * 32 + "/",
        "/dang-ky/" + "a" * 32 + "/qr.svg",
        "/dang-ky/" + "a" * 32 + "/huy/",
        "/dang-ky/" + "a" * 5000 + "/",
        "/chuong-trinh/chuong-trinh.pdf",
    ],
)
def test_nothing_there(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert title(response) == "Không tìm thấy trang | Cổng thông tin Cuộc thi"
    assert 'lang="en" hreflang="en">English</a>' in response.content.decode()


def test_nothing_there_in_english(client):
    response = client.get("/en/khong-co/")
    assert response.status_code == 404
    assert title(response) == "This page was not found | Portal of the contest"


@override_settings(ROOT_URLCONF="tests.contest_portal.test_views")
@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "Yêu cầu không hợp lệ"),
        (403, "Ông/Bà không có quyền xem trang này"),
        (500, "Hệ thống gặp sự cố"),
    ],
)
def test_error_page_needs_no_database(status, heading):
    client = Client(raise_request_exception=False)
    response = client.get(f"/thu/{status}")
    assert response.status_code == status
    assert title(response) == f"{heading} | Cổng thông tin Cuộc thi"
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY


@override_settings(ROOT_URLCONF="tests.contest_portal.test_views")
def test_form_without_its_token_is_told_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/thu/csrf")
    assert response.status_code == 403
    assert title(response) == "Biểu mẫu không còn hiệu lực | Cổng thông tin Cuộc thi"
    assert "tải lại trang rồi gửi biểu mẫu lần nữa" in text(response)


def test_unknown_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("fixed", [True, False])
@pytest.mark.django_db
def test_once_the_last_day_is_over_nothing_is_offered(client, fixed):
    event = make_seating(public_seats=3).event
    DelegationFactory(event=event)
    if fixed:
        event.starts_at = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
        event.save()
    one = make_registration(event)
    with time_machine.travel("2030-02-10 20:00 +07:00", tick=False):
        assert "Còn 2 trên 3 chỗ" in visible_text(client.get("/").content.decode())
    last = "12" if fixed else "14"
    with time_machine.travel("2030-02-15 00:01 +07:00", tick=False):
        for path in ("/", "/dang-ky/"):
            page = client.get(path).content.decode()
            assert f"{last}/02/2030" in visible_text(page)
            assert "Việc đăng ký đã kết thúc." in visible_text(page)
            assert "Còn 2" not in visible_text(page)
            assert "/moi/" not in page
        assert "<form" not in client.get("/dang-ky/").content.decode()
        assert client.post("/dang-ky/?gui", {"name": "Lê Văn An"}).status_code == 200
        assert "Buổi lễ đã kết thúc." in visible_text(
            client.get(one.get_absolute_url()).content.decode()
        )
    assert Registration.objects.count() == 1
