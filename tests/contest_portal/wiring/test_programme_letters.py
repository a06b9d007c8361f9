"""Delegates who come are told of a new programme if the organizer asks, once for each version."""

import datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from agenda.services import audiences, versions
from events import mail
from events.models import CommitteeMember, Event, Letter
from registrations.services import reminders, transitions
from tests import letters
from tests.factories import AgendaItemFactory, EventFactory, make_registration, make_seating

pytestmark = pytest.mark.django_db

TELL = ["delegates"]


@pytest.fixture
def event() -> Event:
    starts_at = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
    event = make_seating(EventFactory(starts_at=starts_at), public_seats=2).event
    AgendaItemFactory(event=event, position=1, title="Khai mạc", performer="Sở Thử", minutes=10)
    AgendaItemFactory(event=event, position=2, title="Đón khách", only_script=True, minutes=5)
    for name in ("Lê Thị Hòa", "Trần Văn Đức", "Phạm Văn Chờ"):  # the third one waits
        make_registration(event, name=name, email=f"{name.split()[-1].lower()}@example.vn")
    versions.publish(event)
    return event


def new(kind: str = "registration.programme") -> list[Letter]:
    """Return the letters of a kind that wait."""
    found = mail.looked_up(Letter.objects.filter(kind=kind).order_by("pk"))
    return [letter for letter in found if letter.state == Letter.State.WAITING]


def test_those_who_come_read_the_programme_as_it_is_published(event: Event) -> None:
    event.agenda_items.filter(position=1).update(title="Chào cờ")
    versions.publish(event, tell=TELL)
    event.agenda_items.filter(position=1).update(title="Bản nháp")
    first, second = new()
    assert letters.now(first).recipient.address == "hòa@example.vn"
    text = letters.words(second)
    assert "08:00 - 08:10: Chào cờ (Sở Thử)" in text
    assert "bản số 2" in text
    assert "Đón khách" not in text
    assert letters.files(second) == []


def test_nobody_is_told_unless_the_organizer_asks(event: Event) -> None:
    event.agenda_items.filter(position=1).update(title="Chào cờ")
    versions.publish(event)
    assert new() == []


def test_only_the_last_version_is_told(event: Event) -> None:
    for title in ("Chào cờ", "Chào mừng"):
        event.agenda_items.filter(position=1).update(title=title)
        versions.publish(event, tell=TELL)
    assert len(new()) == 2
    assert "Chào mừng" in letters.words(new()[0])


def test_who_cancels_is_not_told(event: Event) -> None:
    event.agenda_items.filter(position=1).update(title="Chào cờ")
    versions.publish(event, tell=TELL)
    transitions.cancel(event.registrations.get(name="Lê Thị Hòa"))
    assert [letters.now(letter).recipient.address for letter in new()] == ["đức@example.vn"]


def test_another_hour_is_told_by_its_own_letter_and_on_request_with_the_programme(
    event: Event,
) -> None:
    Event.objects.update(venue="Nhà hát")
    event.refresh_from_db()
    versions.publish(event)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11)):
        reminders.queue_due_letters()
    assert (len(new()), len(new("registration.change"))) == (0, 3)
    event.agenda_items.filter(position=1).update(title="Chào cờ")
    Event.objects.update(venue="Hội trường B")
    event.refresh_from_db()
    versions.publish(event, tell=TELL)
    assert letters.files(new()[0]) == ["lich-buoi-le.ics"]


def test_the_first_version_replaces_nothing_and_moves_nothing() -> None:
    starts_at = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
    event = make_seating(EventFactory(starts_at=starts_at)).event
    AgendaItemFactory(event=event, position=1, title="Khai mạc")
    make_registration(event, email="hoa@example.vn")
    Event.objects.update(revised_at=timezone.now())
    event.refresh_from_db()
    _last, found = versions.unpublished(event)
    assert audiences.AUDIENCES["delegates"].reach(event, found).remark == ""
    versions.publish(event, tell=TELL)
    (letter,) = new()
    assert letters.files(letter) == []
    text = letters.words(letter)
    assert "(bản số 1):" in text
    assert "trước đó" not in text


def test_who_performs_and_comes_gets_one_letter(event: Event) -> None:
    performer = CommitteeMember.objects.create(
        event=event, position=1, name="LÊ THỊ HÒA", email="Hòa@example.vn"
    )
    event.agenda_items.get(position=1).members.add(performer)
    versions.publish(event, tell=["delegates", "performers"])
    assert [letters.now(letter).recipient.address for letter in new("member.programme")] == [
        "Hòa@example.vn"
    ]
    assert [letters.now(letter).recipient.address for letter in new()] == ["đức@example.vn"]


@pytest.mark.parametrize("count", [2, 20])
def test_all_delegates_are_told_in_the_same_number_of_statements(
    count: int, django_assert_max_num_queries: Any
) -> None:
    event = make_seating(EventFactory(), public_seats=count).event
    AgendaItemFactory(event=event, position=1)
    for number in range(count):
        make_registration(event, email=f"{number}@example.vn")
    with django_assert_max_num_queries(15):
        versions.publish(event, tell=TELL)
    assert len(new()) == count
