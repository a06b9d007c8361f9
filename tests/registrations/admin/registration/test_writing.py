"""Registering and correcting delegates in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from registrations.models import Registration, Seating
from registrations.services import transitions
from registrations.services.identity import Delegate
from tests.factories import DelegationFactory, make_registration, make_seating
from tests.pages import form_data
from tests.registrations.admin.registration.pages import ADD, opened, text_of, url

pytestmark = pytest.mark.django_db


def test_organizer_registers_when_the_public_cannot(organizer: Client) -> None:
    event = make_seating(policy=Seating.Policy.INVITED).event
    data = form_data(organizer.get(reverse(ADD)), "registration_form")
    assert data["event"] == str(event.pk)
    data |= {"name": "Lê Văn Thử", "organisation": "Sở Thử"}
    data |= {"phone": "0912 345 678", "position": "Phó Giám đốc"}

    response = organizer.post(reverse(ADD), data)

    assert response.status_code == 302
    registration = Registration.objects.get()
    assert (registration.channel, registration.status) == ("office", "confirmed")
    assert (registration.phone, registration.position) == ("+84912345678", "Phó Giám đốc")
    assert registration.seat is not None


def test_wrong_telephone_is_told_and_nothing_typed_is_lost(organizer: Client, event: Event) -> None:
    data = form_data(organizer.get(reverse(ADD)), "registration_form")
    data |= {"event": event.pk, "name": "Lê Văn Thử", "organisation": "Sở Thử", "phone": "091234"}

    response = organizer.post(reverse(ADD), data)

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["phone"]
    assert form_data(response, "registration_form")["name"] == "Lê Văn Thử"
    assert not Registration.objects.exists()


def test_same_person_twice_is_told_above_the_form(organizer: Client, event: Event) -> None:
    made = make_registration(event, name="Lê Văn Thử", organisation="Sở Thử")
    data = form_data(organizer.get(reverse(ADD)), "registration_form")
    data |= {"event": event.pk, "name": "LE VAN THU", "organisation": "so thu"}

    response = organizer.post(reverse(ADD), data)

    assert response.status_code == 200
    told = f"Người này đã đăng ký: Lê Văn Thử, Sở Thử ({made.code}, đã xác nhận)."
    told += (
        " Nếu là người khác trùng họ tên, vui lòng ghi thêm một chữ cái sau họ tên để phân biệt, "
    )
    assert f"{told}ví dụ: LE VAN THU B." in text_of(response)
    assert f'href="{url(made)}"' in response.content.decode()
    assert Registration.objects.count() == 1


def test_delegation_of_another_ceremony_is_refused(organizer: Client, event: Event) -> None:
    foreign = DelegationFactory()
    data = form_data(organizer.get(reverse(ADD)), "registration_form")
    data |= {
        "event": event.pk,
        "name": "Lê Văn Thử",
        "organisation": "Sở",
        "delegation": foreign.pk,
    }

    response = organizer.post(reverse(ADD), data)

    assert "Thành phần này thuộc buổi lễ khác." in text_of(response)


def test_correction_on_an_old_page_does_not_undo_a_state(organizer: Client, event: Event) -> None:
    registration = make_registration(event, name="Nguyen Van Thu")
    old_page = opened(organizer, registration)
    transitions.cancel(registration, reason="Xin rút")
    transitions.correct(
        registration,
        delegate=Delegate(name="Nguyen Van Thu", organisation="Đơn vị mới"),
    )

    data = {**old_page, "name": "Nguyễn Văn Thử", "status": "confirmed", "seat": "1"}
    assert organizer.post(url(registration), data).status_code == 302

    registration.refresh_from_db()
    assert (registration.status, registration.seat) == ("cancelled", None)
    assert (registration.name, registration.organisation) == ("Nguyễn Văn Thử", "Đơn vị mới")


def add_late(client: Client, event: Event, **more: str) -> Any:
    data = {
        "event": event.pk,
        "name": "Lê Thị Đến Muộn",
        "organisation": "Sở Thử nghiệm",
        "reserve_reason": "Lãnh đạo đến mà chưa đăng ký",
        **more,
    }
    return client.post(reverse(ADD), data, follow=True)


@pytest.mark.parametrize(
    ("before", "kind", "reason"),
    [(1, "public", ""), (2, "reserve", "Lãnh đạo đến mà chưa đăng ký")],
)
def test_late_guest_gets_a_reserve_seat_only_where_no_public_one_is_free(
    organizer: Client, event: Event, before: int, kind: str, reason: str
) -> None:
    for _n in range(before):
        make_registration(event)
    add_late(organizer, event)
    late = Registration.objects.get(name="Lê Thị Đến Muộn")
    assert (late.seat.kind, late.reason) == (kind, reason)


def test_late_guest_without_a_seat_left_is_told_and_nothing_is_lost(
    organizer: Client, event: Event
) -> None:
    for _n in range(2):
        make_registration(event)
    add_late(organizer, event, name="Trần Văn Đến Trước")
    answer = add_late(organizer, event)
    assert "Đã hết chỗ dự phòng. Có thể tăng số chỗ ở mục “Số chỗ ngồi”." in text_of(answer)
    assert "Lê Thị Đến Muộn" in answer.content.decode()
    assert not Registration.objects.filter(name="Lê Thị Đến Muộn").exists()


def test_the_form_of_address_is_not_written_into_the_name(organizer: Client, event: Event) -> None:
    registration = make_registration(event, name="Lê Thị Tay")
    data = {**opened(organizer, registration), "name": "Bà Lê Thị Tay"}

    page = text_of(organizer.post(url(registration), data))

    assert "Vui lòng ghi danh xưng vào ô “Danh xưng”; ô này chỉ ghi họ và tên." in page
    registration.refresh_from_db()
    assert registration.name == "Lê Thị Tay"


def test_a_family_that_is_an_honorific_too_is_kept_and_told(
    organizer: Client, event: Event
) -> None:
    registration = make_registration(event, name="Cao Thông", honorific="mr")
    data = {**opened(organizer, registration), "name": "Ông Cao Thông"}

    page = text_of(organizer.post(url(registration), data, follow=True))

    registration.refresh_from_db()
    assert registration.name == "Ông Cao Thông"
    assert "Họ tên được giữ nguyên là “Ông Cao Thông”" in page
