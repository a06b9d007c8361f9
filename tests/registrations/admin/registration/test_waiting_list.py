"""The waiting list as organizers see it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.models import Seating
from registrations.services import transitions
from tests.factories import DelegationFactory, make_registration, make_seating
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

URL = "admin:registrations_waiting"
PAUSED = "Ban Tổ chức đang tạm dừng xếp chỗ cho danh sách chờ."


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


@pytest.fixture
def event():
    """One seat for everybody, one kept; somebody waits."""
    event = make_seating(public_seats=2, reserve_seats=0).event
    DelegationFactory(event=event, text="Lãnh đạo tỉnh;", allotment=1)
    for name in ("Nguyễn Văn Một", "Trần Thị Hai"):
        make_registration(event, name=name)
    return event


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def test_the_line_is_shown_with_the_reason_of_every_skip(organizer: Client, event) -> None:
    page = text_of(organizer.get(reverse(URL)))
    assert "Giữ cho Lãnh đạo tỉnh 1" in page
    assert "1 Trần Thị Hai Sở Thử nghiệm" in page
    assert "Các chỗ còn trống đang giữ cho thành phần khác đến khi buổi lễ bắt đầu." in page


def test_the_pause_is_told(organizer: Client, event) -> None:
    Seating.objects.update(promotion_paused=True)
    assert PAUSED in text_of(organizer.get(reverse(URL)))


def test_the_page_says_how_a_free_seat_is_given_by_hand(organizer: Client, event) -> None:
    assert "Xếp chỗ dự phòng" not in text_of(organizer.get(reverse(URL)))
    Seating.objects.update(promotion_paused=True)
    assert "mở trang của đại biểu, chọn “Xếp chỗ dự phòng”" in text_of(organizer.get(reverse(URL)))
    assert "Xếp chỗ dự phòng" not in text_of(signed_in("reception").get(reverse(URL)))


def test_the_delegates_page_tells_it_too(organizer: Client, event) -> None:
    waits = event.registrations.waiting().get()
    url = reverse("admin:registrations_registration_change", args=[waits.pk])
    assert "Thứ tự 1. Các chỗ còn trống đang giữ" in text_of(organizer.get(url))


def test_no_ceremony_and_nobody_waiting(organizer: Client) -> None:
    assert "Không có ai trong danh sách chờ." in text_of(organizer.get(reverse(URL)))
    make_seating()
    assert "Không có ai trong danh sách chờ." in text_of(organizer.get(reverse(URL)))


def test_the_page_costs_the_same_for_one_and_for_many(
    organizer: Client, event, django_assert_num_queries
) -> None:
    with CaptureQueriesContext(connection) as one:
        organizer.get(reverse(URL))
    for _n in range(120):
        make_registration(event)
    with django_assert_num_queries(len(one)):
        page = organizer.get(reverse(URL))
    assert len(page.context["rows"]) == 100
    assert len(organizer.get(reverse(URL), {"page": 2}).context["rows"]) == 21


def test_who_may_see_it(event, client: Client) -> None:
    assert client.get(reverse(URL)).status_code == 302
    assert signed_in("secretariat").get(reverse(URL)).status_code == 200


def test_pausing_and_resuming_on_the_page_of_the_seats(organizer: Client, event) -> None:
    seating = Seating.objects.get()
    url = reverse("admin:registrations_seating_change", args=[seating.pk])
    data = {**form_data(organizer.get(url), "seating_form"), "_save": "Lưu"}
    organizer.post(url, {**data, "promotion_paused": "on"})
    seating.refresh_from_db()
    assert seating.promotion_paused is True
    transitions.cancel(event.registrations.order_by("pk").first())
    assert event.registrations.waiting().count() == 1
    data = {**form_data(organizer.get(url), "seating_form"), "_save": "Lưu"}
    assert data.pop("promotion_paused")
    answer = organizer.post(url, data, follow=True)
    assert "Trần Thị Hai" in text_of(answer)
    assert event.registrations.waiting().count() == 0


def test_the_page_of_the_seats_shows_what_each_delegation_has(organizer: Client, event) -> None:
    url = reverse("admin:registrations_seating_change", args=[Seating.objects.get().pk])
    assert "Lãnh đạo tỉnh: đã dùng 0 trên 1 chỗ" in text_of(organizer.get(url))
    event.delegations.update(allotment=5)
    told = "Tổng số chỗ phân bổ là 5, nhưng chỉ có 2 chỗ mở đăng ký."
    assert told in text_of(organizer.get(url))
