"""A lost link is found again; a guesser learns nothing."""

import pytest

from events.web import throttle
from registrations.models import Registration
from tests.factories import EventFactory, make_registration, make_seating
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

PAGE = "/dang-ky/tim-lai/"
NOBODY = "Không có đăng ký nào có mã và số điện thoại này."


@pytest.fixture
def one() -> Registration:
    event = make_seating(event=EventFactory(contact="Văn phòng Sở")).event
    return make_registration(event, phone="+84912345678")


@pytest.mark.parametrize("phone", ["0912 345 678", "+84 912345678", "0912.345.678"])
def test_code_and_number_open_the_own_page(client, one, phone):
    for code in (one.code, one.code.lower().replace("-", " "), f"Mã: {one.code}"):
        answer = client.post(PAGE, {"code": code, "phone": phone})
        assert (answer.status_code, answer["Location"]) == (303, one.get_absolute_url())
    assert "no-store" in client.get(PAGE)["Cache-Control"]


def test_whatever_is_wrong_is_told_alike_and_the_typed_stays(client, one):
    other = make_registration(one.event, phone="+84987654321")
    for code, phone in ((one.code, "0987 654 321"), ("AAAA-BBBB", "0912 345 678")):
        answer = client.post(PAGE, {"code": code, "phone": phone})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert NOBODY in visible_text(page)
        assert f'value="{phone}"' in page
        assert one.token not in page
        assert other.token not in page
    assert client.post(PAGE, {"code": "", "phone": "12"}).context["code_form"].errors.keys() == {
        "code",
        "phone",
    }


def test_guessing_ends_also_for_the_right_code(client, one):
    for _n in range(throttle.MISSES):
        client.post(PAGE, {"code": "AAAA-BBBB", "phone": "0912 345 678"})
    answer = client.post(PAGE, {"code": one.code, "phone": "0912 345 678"})
    assert answer.status_code == 429
    assert "Retry-After" in answer
    elsewhere = client.post(
        PAGE, {"code": one.code, "phone": "0912 345 678"}, REMOTE_ADDR="203.0.113.9"
    )
    assert elsewhere.status_code == 303


def test_pages_lead_there(client, one):
    for path in ("/dang-ky/", one.get_absolute_url(), f"/dang-ky/{'x' * 32}/"):
        assert PAGE in client.get(path).content.decode()
    assert "cách duy nhất" not in visible_text(client.get(one.get_absolute_url()).content.decode())


def test_who_was_erased_is_nobody(client, one):
    Registration.objects.filter(pk=one.pk).update(
        erased_at="2030-01-01T00:00:00Z",
        phone="",
        honorific="",
        position="",
        email="",
        submission=None,
        source="",
    )
    answer = client.post(PAGE, {"code": one.code, "phone": "0912 345 678"})
    assert NOBODY in visible_text(answer.content.decode())
