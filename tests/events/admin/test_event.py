"""The page of a ceremony: it is shown to the public only when it names somebody to ask."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from tests.factories import ContactFactory, ContestFactory, EventFactory
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db
NOBODY = "Buổi lễ chưa có đầu mối liên hệ cho đại biểu."


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def page(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def send(client: Client, event: Event, **typed: Any) -> Any:
    """Open the page, change what is given (None: a tick taken away), and save."""
    data = {**form_data(client.get(page(event)), "event_form"), "_save": "Lưu", **typed}
    sent = {name: value for name, value in data.items() if value is not None}
    return client.post(page(event), sent, follow=True)


def told(answer: Any) -> list[str]:
    form = answer.context["adminform"].form
    return [line for lines in form.errors.values() for line in lines]


def test_it_is_not_shown_to_the_public_while_it_names_nobody(organizer: Client) -> None:
    event = EventFactory(published=False)
    answer = send(organizer, event, published="on", venue="Nhà hát")

    (line,) = told(answer)
    assert line.startswith(NOBODY)
    assert answer.context["adminform"].form["venue"].value() == "Nhà hát"
    event.refresh_from_db()
    assert (event.published, event.venue) == (False, "Hội trường thử")


def test_with_a_contact_of_its_own_or_of_the_contest_it_is_shown(organizer: Client) -> None:
    own, other = EventFactory(published=False), EventFactory(published=False)
    ContactFactory(contest=other.contest)
    send(organizer, own, published="on", contact="Sở Thử nghiệm\n0208 3855 123")
    send(organizer, other, published="on")
    assert Event.objects.published().count() == 2


def test_the_last_contact_of_what_is_shown_is_not_taken_out(organizer: Client) -> None:
    event = EventFactory(contact="Sở Thử nghiệm")
    assert told(send(organizer, event, contact=""))[0].startswith(NOBODY)
    event.refresh_from_db()
    assert event.contact == "Sở Thử nghiệm"
    ContactFactory(contest=event.contest)
    send(organizer, event, contact="")
    event.refresh_from_db()
    assert event.contact == ""


def test_a_draft_needs_nobody(organizer: Client) -> None:
    event = EventFactory(published=False)
    answer = send(organizer, event, venue="Nhà hát")
    event.refresh_from_db()
    assert event.venue == "Nhà hát"
    assert NOBODY not in visible_text(answer.content.decode())


def test_what_is_shown_already_can_be_mended_and_is_told(organizer: Client) -> None:
    event = EventFactory()  # as the first start loads it
    answer = send(organizer, event, venue="Nhà hát")
    event.refresh_from_db()
    assert (event.published, event.venue) == (True, "Nhà hát")
    assert f"Buổi lễ này đang công khai. {NOBODY}" in visible_text(answer.content.decode())


def test_it_can_be_hidden_though_it_names_nobody(organizer: Client) -> None:
    event = EventFactory()
    send(organizer, event, published=None)
    event.refresh_from_db()
    assert not event.published


def test_a_new_one_is_told_in_words_also_without_a_contest(organizer: Client) -> None:
    contest: Any = ContestFactory()
    address = reverse("admin:events_event_add")
    blank = {**form_data(organizer.get(address), "event_form"), "published": "on", "_save": "Lưu"}
    typed = {
        "title": "Lễ mới", "slug": "le-moi", "venue": "Nhà hát", "duration": "1/2 ngày",
        "window_start": "10/02/2030", "window_end": "14/02/2030",
    }  # fmt: skip
    assert told(organizer.post(address, {**blank, **typed, "contest": ""}))
    (line,) = told(organizer.post(address, {**blank, **typed, "contest": contest.pk}))
    assert line.startswith(NOBODY)
    assert not Event.objects.exists()
    organizer.post(address, {**blank, **typed, "contest": contest.pk, "contact": "Sở Thử nghiệm"})
    assert Event.objects.get().published
