"""The admin of seats, by the requests that a browser sends."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from registrations.models import Seat, Seating
from registrations.services import transitions
from tests.factories import EventFactory, make_hall, make_registration
from tests.pages import form_data
from tests.registrations.admin.registration.pages import opened, status, text_of, url

pytestmark = pytest.mark.django_db


def test_too_few_seats_is_told_beside_the_field(organizer: Client, seating: Seating) -> None:
    for _n in range(2):
        make_registration(seating.event)
    data = {**opened(organizer, seating), "public_seats": "1", "reserve_seats": "7"}

    response = organizer.post(url(seating), data)

    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == ["public_seats"]
    assert errors["public_seats"] == [
        "Không thể giảm số chỗ (mở đăng ký) xuống 1 vì đang có 2 chỗ có người giữ (số 1-2). "
        "Vui lòng nhập từ 2 trở lên, hoặc hủy bớt đăng ký trước."
    ]
    again = form_data(response, "seating_form")
    assert (again["public_seats"], again["reserve_seats"]) == ("1", "7")
    seating.refresh_from_db()
    assert (seating.public_seats, seating.reserve_seats) == (2, 1)
    assert Seat.objects.count() == 3


def test_too_few_reserve_seats_is_told_beside_its_field(
    organizer: Client, seating: Seating
) -> None:
    for _n in range(3):
        last = make_registration(seating.event)
    transitions.give_reserve_seat(last, reason="Khách mời")
    data = {**opened(organizer, seating), "reserve_seats": "0"}

    response = organizer.post(url(seating), data)

    assert list(response.context["adminform"].form.errors) == ["reserve_seats"]


def test_more_seats_seat_who_waits_and_say_so(organizer: Client, seating: Seating) -> None:
    waiting = [make_registration(seating.event) for _n in range(4)][2:]
    data = {**opened(organizer, seating), "public_seats": "3"}

    response = organizer.post(url(seating), data, follow=True)

    assert [status(registration) for registration in waiting] == ["confirmed", "waiting"]
    told = "1 đại biểu trong danh sách chờ đã được xếp chỗ: " + waiting[0].name
    assert told in text_of(response)


def test_old_page_of_seats_keeps_the_number_that_another_set(
    organizer: Client, seating: Seating
) -> None:
    old_page = opened(organizer, seating)
    organizer.post(url(seating), {**opened(organizer, seating), "public_seats": "9"})

    organizer.post(url(seating), {**old_page, "policy": "approval"})

    seating.refresh_from_db()
    assert (seating.public_seats, seating.policy) == (9, "approval")
    assert Seat.objects.public().count() == 9


def test_period_upside_down_is_refused_before_any_seat_moves(
    organizer: Client, seating: Seating
) -> None:
    data = {**opened(organizer, seating), "public_seats": "5"}
    data |= {"opens_at_0": "12/02/2030", "opens_at_1": "08:00"}
    data |= {"closes_at_0": "11/02/2030", "closes_at_1": "08:00"}

    response = organizer.post(url(seating), data)

    assert "Thời điểm đóng đăng ký phải sau thời điểm mở." in text_of(response)
    assert Seat.objects.public().count() == 2


def test_seats_of_a_new_ceremony_are_made(organizer: Client) -> None:
    event = EventFactory()
    add = reverse("admin:registrations_seating_add")
    data = form_data(organizer.get(add), "seating_form")

    data |= {"event": event.pk, "policy": "open"}
    assert organizer.post(add, data).status_code == 302

    assert Seat.objects.filter(event=event).count() == 130
    assert event.seating.policy == "open"


def test_page_of_seats_counts_taken_free_and_waiting(organizer: Client, seating: Seating) -> None:
    for _n in range(3):
        make_registration(seating.event)

    text = text_of(organizer.get(url(seating)))

    assert "Chỗ mở đăng ký đã có người 2, còn 0" in text
    assert "Chỗ dự phòng đã có người 0, còn 1" in text
    assert "Trong danh sách chờ 1" in text


def test_seats_are_never_removed_alone(organizer: Client, seating: Seating) -> None:
    delete = reverse("admin:registrations_seating_delete", args=[seating.pk])
    assert organizer.post(delete, {"post": "yes"}).status_code == 403

    assert Seating.objects.filter(pk=seating.pk).exists()


def test_ceremony_without_delegates_is_removed_with_its_seats(
    organizer: Client, seating: Seating
) -> None:
    delete = reverse("admin:events_event_delete", args=[seating.event_id])

    assert organizer.post(delete, {"post": "yes"}).status_code == 302

    assert not Seat.objects.exists()


def test_ceremony_with_delegates_is_kept(organizer: Client, event: Event) -> None:
    make_registration(event)
    delete = reverse("admin:events_event_delete", args=[event.pk])

    response = organizer.post(delete, {"post": "yes"})

    assert "vì còn các mục liên quan" in text_of(response)
    assert Event.objects.filter(pk=event.pk).exists()


def test_place_of_a_seat_is_written_and_nothing_else(organizer: Client, seating: Seating) -> None:
    make_hall(seating.event, A=3)
    seat = Seat.objects.get(number=2)
    moved = {"row_name": "a", "chair": "2", "number": "99", "kind": "reserve"}
    data = {**opened(organizer, seat), **moved}

    organizer.post(url(seat), data)

    seat.refresh_from_db()
    assert (seat.chair_name, seat.number, seat.kind) == ("Hàng A, ghế 2", 2, "public")
