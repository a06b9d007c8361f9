"""Steps of an organizer of which no letter tells."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.mail import looked_up
from events.models import Event, Letter
from registrations.models import Registration, Seating
from registrations.services import reminders, transitions
from tests.factories import make_registration, make_seating
from tests.pages import visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

State = Letter.State


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=1, reserve_seats=1).event


def come(event: Event, number: int, **kwargs: Any) -> Registration:
    return make_registration(event, email=f"dai-bieu-{number}@example.vn", **kwargs)


def told(number: int) -> list[str]:
    """Return the occasions of the letters to somebody, and which of them do not go."""
    about = Registration.objects.filter(email=f"dai-bieu-{number}@example.vn").values("pk")
    letters = looked_up(Letter.objects.filter(about__in=about).order_by("pk"))
    return [
        letter.key.split("-")[2] + ("" if letter.state == State.WAITING else " withdrawn")
        for letter in letters
    ]


def pending(event: Event) -> Registration:
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    return come(event, 1)


@pytest.mark.parametrize("silently", [True, False])
@pytest.mark.parametrize(
    ("service", "reason", "letter"),
    [
        (transitions.approve, {}, "confirmation"),
        (transitions.decline, {"reason": "Ngoài thành phần"}, "declined"),
        (transitions.give_reserve_seat, {"reason": "Khách mời"}, "confirmation"),
        (transitions.cancel, {"reason": "Bận"}, "cancellation"),
    ],
)
def test_no_letter_tells_of_a_silent_step(event, service, reason, letter, silently):
    service(pending(event), **reason, silently=silently)
    # what is not true any more does not go either way
    assert told(1) == ["received withdrawn", *([] if silently else [letter])]


def test_who_gets_the_seat_of_a_silent_cancelling_is_told(event):
    first, _second = come(event, 1), come(event, 2)
    transitions.cancel(first, silently=True)
    assert told(1) == ["confirmation withdrawn"]
    assert told(2) == ["waiting withdrawn", "promotion"]


def test_who_was_approved_silently_is_still_told_of_a_new_hour(event):
    one = transitions.approve(pending(event), silently=True)
    event.venue = "Nhà văn hóa"
    event.save()
    event.refresh_from_db()
    reminders.queue_due_letters(event.revised_at + timedelta(hours=1))
    one.refresh_from_db()
    assert told(1) == ["received withdrawn", "change"]
    assert one.notified_revision == event.revision


# the page


def step(client: Client, name: str, *chosen: Registration, **data: str) -> Any:
    address = reverse("admin:registrations_registration_transition", args=[name])
    return client.post(address, {"ids": [one.pk for one in chosen], **data}, follow=True)


@pytest.mark.parametrize("silently", [True, False])
@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("approve", "confirmation"),
        ("decline", "declined"),
        ("reserve", "confirmation"),
        ("cancel", "cancellation"),
    ],
)
def test_the_page_of_a_step_asks_whether_letters_go(event, name, letter, silently):
    one = pending(event)
    data = {} if name == "approve" else {"reason": "Theo đề nghị"}
    step(signed_in("organizer"), name, one, **data, **({"silently": "on"} if silently else {}))
    assert told(1) == ["received withdrawn", *([] if silently else [letter])]


def test_letters_go_unless_the_box_is_ticked_and_a_tick_is_kept(event):
    one = come(event, 1)
    client = signed_in("organizer")
    address = reverse("admin:registrations_registration_transition", args=["cancel"])
    page = client.get(address, {"ids": one.pk})
    text = visible_text(page.content.decode())
    assert "Không gửi thư" in text
    assert "Người được xếp vào chỗ vừa trống vẫn nhận được thư." in text
    assert not page.context["form"]["silently"].value()
    without_reason = step(client, "cancel", one, silently="on")
    assert without_reason.context["form"]["silently"].value() is True
    one.refresh_from_db()
    assert one.status == "confirmed"
