"""The pages of the steps of a registration."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Letter
from registrations.models import Registration, Seating
from tests.factories import make_registration
from tests.pages import form_data
from tests.registrations.admin.registration.pages import (
    ADD,
    LIST,
    opened,
    status,
    step,
    text_of,
    url,
)

pytestmark = pytest.mark.django_db


def test_list_action_asks_then_approves(organizer: Client, seating: Seating) -> None:
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    pending = [make_registration(seating.event) for _n in range(3)]
    ids = [str(registration.pk) for registration in pending]
    data = {"action": "approve_chosen", "_selected_action": ids}

    page = organizer.post(reverse(LIST), data)
    assert [status(registration) for registration in pending] == ["pending"] * 3
    assert pending[2].name in text_of(page)
    response = organizer.post(step("approve"), {"ids": ids}, follow=True)

    states = sorted(status(registration) for registration in pending)
    assert states == ["confirmed", "confirmed", "waiting"]
    text = text_of(response)
    assert "2 đăng ký chuyển sang trạng thái “đã xác nhận”." in text
    assert "1 đăng ký chuyển sang trạng thái “trong danh sách chờ”." in text


def test_what_organizers_note_of_a_delegate_is_written_and_mended(
    organizer: Client, event: Event
) -> None:
    typed = {**form_data(organizer.get(reverse(ADD)), "registration_form"), "_save": "Lưu"}
    person = {"event": str(event.pk), "name": "Lê Thị Thử", "organisation": "Sở Thử nghiệm"}
    organizer.post(reverse(ADD), {**typed, **person, "note": "Cần xe lăn"})
    made = Registration.objects.get()
    assert made.note == "Cần xe lăn"
    old_page = opened(organizer, made)

    organizer.post(url(made), {**opened(organizer, made), "note": "Cần xe lăn\r\nĐi cùng tài xế"})
    organizer.post(url(made), {**old_page, "position": "Chánh Văn phòng"})

    made.refresh_from_db()
    assert (made.note, made.position) == ("Cần xe lăn\nĐi cùng tài xế", "Chánh Văn phòng")
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("name", ["decline", "cancel", "reserve"])
def test_step_without_reason_is_not_taken(organizer: Client, seating: Seating, name: str) -> None:
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    registration = make_registration(seating.event)

    response = organizer.post(step(name), {"ids": registration.pk, "reason": "  "})

    assert "Vui lòng điền nội dung này." in text_of(response)
    assert status(registration) == "pending"


def test_reserve_seat_is_given_with_its_reason(organizer: Client, event: Event) -> None:
    waiting = [make_registration(event) for _n in range(4)][2:]
    data = {"ids": [row.pk for row in waiting], "reason": "Khách của Chủ tịch"}

    response = organizer.post(step("reserve"), data, follow=True)

    assert [status(row) for row in waiting] == ["confirmed", "waiting"]
    assert Registration.objects.get(pk=waiting[0].pk).reason == "Khách của Chủ tịch"
    assert (
        f"{waiting[1].name}: Đã hết chỗ dự phòng. Có thể tăng số chỗ ở mục “Số chỗ ngồi”."
        in text_of(response)
    )


def test_cancelling_gives_the_seat_to_who_waits(organizer: Client, event: Event) -> None:
    first, _second, waiting = [make_registration(event) for _n in range(3)]

    organizer.post(step("cancel"), {"ids": first.pk, "reason": "Bận công tác"})

    assert (status(first), status(waiting)) == ("cancelled", "confirmed")


def test_step_that_came_too_late_is_told(organizer: Client, event: Event) -> None:
    registration = make_registration(event)

    response = organizer.post(step("approve"), {"ids": registration.pk}, follow=True)

    assert "Chỉ duyệt được đăng ký đang chờ duyệt." in text_of(response)


def test_page_offers_the_steps_that_are_possible(organizer: Client, event: Event) -> None:
    confirmed, _other, waiting = [make_registration(event) for _n in range(3)]

    assert "Xếp chỗ dự phòng" in text_of(organizer.get(url(waiting)))
    text = text_of(organizer.get(url(confirmed)))
    assert "Hủy đăng ký" in text
    assert "Xếp chỗ dự phòng" not in text


def test_looking_at_a_step_takes_nothing(organizer: Client, event: Event) -> None:
    registration = make_registration(event)

    response = organizer.get(step("cancel"), {"ids": registration.pk})

    assert registration.name in text_of(response)
    assert status(registration) == "confirmed"


def test_registration_is_never_wiped_out(organizer: Client, event: Event) -> None:
    registration = make_registration(event)
    delete = reverse("admin:registrations_registration_delete", args=[registration.pk])

    assert organizer.post(delete, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": registration.pk, "post": "yes"}
    organizer.post(reverse(LIST), data)

    assert status(registration) == "confirmed"


def test_it_is_said_who_reads_the_reason(organizer: Client, event: Event) -> None:
    one = make_registration(event)
    read = {
        name: organizer.get(step(name), {"ids": one.pk}).context["form"].fields["reason"].help_text
        for name in ("decline", "reserve", "cancel")
    }
    assert "Đại biểu đọc được" in str(read["decline"])
    assert str(read["reserve"]) == str(read["cancel"]) == "Chỉ Ban Tổ chức đọc được."
