"""Delegates whom a letter does not reach."""

import pytest
from django.test import Client
from django.urls import reverse

from events.mail import sending
from events.models import Event, Letter
from registrations.services import hall, reminders
from tests.factories import make_hall, make_registration
from tests.letters import where
from tests.mail_server import mail_server
from tests.pages import form_data
from tests.registrations.admin.registration.pages import ADD, LIST, opened, text_of, url

pytestmark = pytest.mark.django_db


def test_a_corrected_address_is_written_to(organizer: Client, event: Event) -> None:
    one = make_registration(event, email="sai@example.vn")
    data = opened(organizer, one)

    organizer.post(url(one), {**data, "position": "Giám đốc"})
    assert Letter.objects.count() == 1
    organizer.post(url(one), {**data, "email": "dung@example.vn"})

    assert where()[-1:] == [("dung@example.vn", "waiting")]
    assert Letter.objects.count() == 2


def test_what_became_of_a_new_delegate_is_told(organizer: Client, event: Event) -> None:
    for number, told in enumerate(["đã xác nhận", "đã xác nhận", "trong danh sách chờ"]):
        data = form_data(organizer.get(reverse(ADD)), "registration_form")
        name = f"Lê Văn {'ABC'[number]}"
        data |= {"name": name, "organisation": "Sở Y tế"}
        response = organizer.post(reverse(ADD), data, follow=True)
        assert f"{name}: {told}." in text_of(response)


def test_delegates_whom_no_letter_reaches_are_found(organizer: Client, event: Event) -> None:
    make_registration(event, name="Lê Thị Thư", email="thu@example.vn")
    make_registration(event, name="Lê Thị Gọi")

    assert "Lê Thị Thư" not in text_of(organizer.get(reverse(LIST), {"address": "no"}))
    assert "Lê Thị Gọi" in text_of(organizer.get(reverse(LIST), {"address": "no"}))
    assert "Lê Thị Gọi" not in text_of(organizer.get(reverse(LIST), {"address": "yes"}))


def test_delegates_whose_place_changed_after_the_letter_are_found(
    organizer: Client, event: Event
) -> None:
    make_hall(event, A=2)
    make_registration(event, name="Lê Thị Thư", email="thu@example.vn")
    make_registration(event, name="Lê Thị Gọi")
    with mail_server():
        sending.send_due()

    def found(told: str) -> list[str]:
        page = organizer.get(reverse(LIST), {"notified": told, "status__exact": "confirmed"})
        return [one.name for one in page.context["cl"].result_list]

    assert "chỗ đã đổi sau khi gửi thư" in text_of(organizer.get(reverse(LIST)))
    assert found("other") == []
    hall.arrange(event)
    assert found("other") == ["Lê Thị Thư"]
    assert found("never") == ["Lê Thị Gọi"]
    assert sorted(found("khac")) == ["Lê Thị Gọi", "Lê Thị Thư"]
    reminders.notify_new_chairs(event)
    assert found("other") == []
