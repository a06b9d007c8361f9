"""A form that was open while the ceremony, its seats or its registration changed."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from registrations.models import Registration
from tests.factories import DelegationFactory, EventFactory, make_registration, make_seating
from tests.registrations.public.registration.test_views import form, text

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2030, 1, 5, 5, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
CLOSED = "Hiện không nhận đăng ký."


@pytest.fixture
def event():
    event = make_seating(closes_at=NOON).event
    event.contact = "Văn phòng thử, 0208 385 5555"
    event.save()
    DelegationFactory(event=event)
    return event


def assert_kept(response) -> None:
    assert response.status_code == 200
    assert 'value="Nguyễn Thị Thử"' in response.content.decode()
    assert "Đăng ký chưa được gửi" in text(response)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("changes", [{}, {"phone": "12"}])
def test_who_sends_too_late_is_told_and_keeps_what_was_typed(client, event, changes):
    with time_machine.travel(NOON - SECOND, tick=False) as clock:
        data = form(client, **changes)
        clock.move_to(NOON)
        response = client.post("/dang-ky/", data)
    assert_kept(response)
    assert CLOSED in text(response)
    assert "Vui lòng sửa các mục sau" not in text(response)
    assert "0208 385 5555" in text(response)
    event.seating.closes_at = None  # who was called lets registration go on
    event.seating.save()
    with time_machine.travel(NOON + SECOND, tick=False):
        assert client.post("/dang-ky/", data | {"phone": "0912 345 678"}).status_code == 303


def test_who_was_taken_before_comes_to_the_own_page_though_it_has_closed(client, event):
    with time_machine.travel(NOON - SECOND, tick=False) as clock:
        data = form(client)
        client.post("/dang-ky/", data)  # whose answer was cut off
        clock.move_to(NOON)
        response = client.post("/dang-ky/", data)
    assert response["Location"] == Registration.objects.get().get_absolute_url()


def test_the_last_seat_goes_while_the_form_is_open(client):
    event = make_seating(public_seats=1).event
    data = form(client)
    make_registration(event)
    page = client.post("/dang-ky/", data, follow=True)
    assert "danh sách chờ" in text(page)


def test_a_form_of_another_ceremony_registers_nobody_here(client):
    first = make_seating().event
    data = form(client)
    first.published = False
    first.save()
    second = make_seating(EventFactory(title="Lễ trao giải")).event
    response = client.post("/dang-ky/", data)
    assert_kept(response)
    assert "Biểu mẫu được mở cho một buổi lễ khác" in text(response)
    assert "Lễ trao giải" in text(response)
    again = dict(form(client), name=data["name"])
    assert client.post("/dang-ky/", again).status_code == 303
    assert Registration.objects.get().event == second


def test_a_form_of_a_ceremony_that_is_gone(client):
    event = make_seating().event
    data = form(client)
    event.published = False
    event.save()
    assert client.post("/dang-ky/", data).status_code == 200
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("hour", "taken"), [("2029-12-31T16:59:59", True), ("2029-12-31T17:00:00", False)]
)
def test_the_day_ends_at_midnight_in_viet_nam(client, hour, taken):
    event = make_seating().event  # its hour is not fixed
    event.window_start = event.window_end = datetime.date(2029, 12, 31)
    event.save()
    with time_machine.travel(datetime.datetime.fromisoformat(hour + "+00:00"), tick=False):
        data = form(client)
        client.post("/dang-ky/", {"honorific": "ms", "name": "Lê Thử", "organisation": "Sở Thử",
                                  "phone": "0912345678", "consent": "on", **data})  # fmt: skip
        assert Registration.objects.exists() is taken
        assert timezone.localdate().day == (31 if taken else 1)
