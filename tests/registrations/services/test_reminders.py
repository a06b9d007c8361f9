"""Delegates whose chair was given or changed after their letter: who they are, and the letter."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from icalendar import Calendar

from events.mail import sending
from events.models import Event, Letter
from registrations.models import HallRow, Registration, Seat
from registrations.services import (
    capacity,
    data_requests,
    hall,
    invitations,
    reminders,
    transitions,
)
from registrations.services.origins import ByHand
from registrations.services.registration import register
from registrations.services.reminders import AT_A_TIME
from tests.factories import (
    make_delegate,
    make_hall,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.letters import files, now
from tests.mail_server import mail_server
from tests.registrations.crowd import check_everything, committed, rush

pytestmark = pytest.mark.django_db

State = Letter.State
STARTS_AT = datetime.datetime(2030, 2, 12, 8, tzinfo=timezone.get_default_timezone())
DAY = datetime.timedelta(days=1)


@pytest.fixture
def event() -> Event:
    """Three public seats and a reserve seat in a hall of two rows; the hour is fixed."""
    event = make_seating().event
    make_hall(event, A=2, B=3)
    event.starts_at = STARTS_AT
    event.save()
    event.refresh_from_db()
    return event


def come(event: Event, **kwargs: str) -> Registration:
    return make_registration(event, **{"email": "dai-bieu@example.vn", **kwargs})


def moved() -> list[Registration]:
    return list(Registration.objects.notified_of_another_chair().order_by("pk"))


def letters(one: Registration, occasion: str = "") -> list[Letter]:
    about = Letter.objects.filter(key__startswith=f"registration-{one.pk}-{occasion}")
    return list(about.order_by("pk"))


def told(one: Registration) -> tuple[str | None, int | None]:
    return Registration.objects.values_list("notified_row", "notified_chair").get(pk=one.pk)


def seat(one: Registration) -> Seat:
    return Seat.objects.get(registration=one)


def tell_all() -> None:
    """Let everybody have been sent a ticket without a place, as if by letter."""
    Letter.objects.update(
        status=State.SENT, sent_at=timezone.now(), recipient="dai-bieu@example.vn", text="…"
    )
    Registration.objects.update(notified_row="", notified_chair=None)


def deliver() -> list[str]:
    """Send what is due; return what was read, in order."""
    with mail_server() as server:
        sending.send_due()
    return [letter.get_body(("plain",)).get_content() for letter in server.letters]


def swap(one: Registration, other: Registration) -> None:
    hall.swap(seat(one), seat(other))


# what was told


def test_who_was_told_without_a_chair_is_told_the_first_one(event):
    one = come(event)
    assert told(one) == (None, None)  # nothing is told before it is sent
    deliver()
    assert told(one) == ("", None)
    assert moved() == []
    hall.arrange(event)
    assert moved() == [one]
    assert reminders.notify_new_chairs(event) == 1
    assert moved() == []  # the letter that waits will say it
    assert told(one) == ("", None)
    assert "vị trí của Ông/Bà" in deliver()[0]
    assert told(one) == ("A", 1)
    assert moved() == []


def test_who_comes_after_the_hall_was_arranged_knows_the_chair(event):
    hall.arrange(event)
    one = come(event)
    deliver()
    assert told(one) == ("A", 1)
    assert moved() == []


def test_two_who_are_swapped_are_to_be_told_and_swapped_back_they_are_not(event):
    hall.arrange(event)
    one, other, _third = (come(event) for _n in range(3))
    deliver()
    swap(one, other)
    assert moved() == [one, other]
    swap(one, other)
    assert moved() == []
    assert reminders.notify_new_chairs(event) == 0


def test_a_chair_in_another_row_or_a_row_that_is_renamed_is_another_place(event):
    hall.arrange(event)
    one, other = come(event), come(event)
    deliver()
    hall.move(seat(one), "B", 1)
    assert moved() == [one]
    HallRow.objects.filter(name="A").update(name="VIP")
    assert moved() == [one, other]


def test_who_has_lost_the_chair_is_told_that_the_former_one_holds_no_longer(event):
    hall.arrange(event)
    one = come(event)
    deliver()
    Seat.objects.filter(pk=one.seat_id).update(row=None, chair=None)
    assert moved() == [one]
    reminders.notify_new_chairs(event)
    (text,) = deliver()
    assert told(one) == ("", None)
    assert "không còn áp dụng" in text
    assert "Hàng A" not in text
    assert "Vị trí: sẽ hướng dẫn tại bàn đón tiếp" in text


def test_pressed_twice_it_tells_nobody_twice_but_each_move_is_told(event):
    hall.arrange(event)
    one = come(event)
    deliver()
    for row, chair in (("B", 1), ("A", 1), ("B", 1)):
        hall.move(seat(one), row, chair)
        assert reminders.notify_new_chairs(event) == 1
        assert reminders.notify_new_chairs(event) == 0
        deliver()
        assert told(one) == (row, chair)
    assert len(letters(one, "new_chair")) == 3


def test_who_is_moved_back_before_the_letter_goes_is_not_told(event):
    hall.arrange(event)
    one = come(event)
    deliver()
    hall.move(seat(one), "B", 1)
    reminders.notify_new_chairs(event)
    hall.move(seat(one), "A", 1)
    assert deliver() == []
    (letter,) = letters(one, "new_chair")
    assert (letter.state, letter.reason) == (State.OVERTAKEN, "Đại biểu đã được báo vị trí này.")
    hall.move(seat(one), "B", 2)
    assert reminders.notify_new_chairs(event) == 1
    assert "Hàng B, ghế 2" in deliver()[0]


@committed
def test_a_letter_that_was_in_hand_when_somebody_was_moved_has_told_another_place():
    event = make_seating(public_seats=2).event
    make_hall(event, A=2, B=3)
    hall.arrange(event)
    one = come(event)

    def move(to: str) -> None:
        hall.move(seat(one), "B", 1)
        connection.close()

    with mail_server() as server:
        server.on_data = move
        sending.send_due()
    assert told(one) == ("A", 1)
    assert moved() == [one]
    assert reminders.notify_new_chairs(event) == 1
    assert "Hàng B, ghế 1" in deliver()[0]


def test_what_a_letter_notes_outlives_whoever_writes_the_rest_of_the_row(event):
    hall.arrange(event)
    one = come(event)
    as_read_before = Registration.objects.get(pk=one.pk)
    deliver()
    as_read_before.note = "Ăn chay"
    as_read_before.save()
    assert told(one) == ("A", 1)


def test_every_letter_with_a_ticket_counts_as_told(event):
    capacity.resize(event.seating, public_seats=1, reserve_seats=1)
    first, one = come(event), come(event)
    assert told(one) == (None, None)
    transitions.cancel(first)
    deliver()
    assert told(one) == ("", None)  # promoted
    assert told(first) == (None, None)
    hall.arrange(event)
    reminders.send_again(one)
    deliver()
    assert told(one) == ("A", 1)
    hall.move(seat(one), "B", 1)
    event.venue = "Nhà văn hóa"
    event.save()
    reminders.queue_due_letters(timezone.now() + datetime.timedelta(hours=1))
    assert [letter.key.split("-")[2] for letter in letters(one)][-1] == "change"
    deliver()
    assert told(one) == ("B", 1)
    hall.move(seat(one), "B", 2)
    reminders.queue_due_letters(STARTS_AT - DAY)
    assert [letter.key.split("-")[2] for letter in letters(one)][-1] == "reminder"
    deliver()
    assert told(one) == ("B", 2)
    assert moved() == []


def test_a_letter_without_a_ticket_tells_no_place(event):
    one = make_registration(event)
    hall.arrange(event)
    for step in (reminders.send_again, transitions.cancel):
        step(one)
        deliver()
        assert told(one) == (None, None)
    waiting = [come(event) for _n in range(4)][-1]
    deliver()
    assert waiting.status == "waiting"
    assert told(waiting) == (None, None)


def test_who_was_told_by_no_letter_is_not_said_to_be_wrongly_told(event):
    make_registration(event)
    delegate = make_delegate(email="lang-le@example.vn")
    register(
        event=event,
        delegate=delegate,
        origin=ByHand(silently=True),
    )
    hall.arrange(event)
    assert moved() == []
    assert reminders.notify_new_chairs(event) == 0


@pytest.mark.parametrize("silently", [True, False])
def test_a_substitute_was_told_nothing_of_what_the_former_person_was(event, silently):
    one = named(make_invitation(event), email="cu@example.vn")
    deliver()
    hall.arrange(event)
    assert moved() == [one]
    delegate = make_delegate(email="moi@example.vn")
    one = invitations.substitute(one, delegate=delegate, silently=silently)
    deliver()
    assert told(one) == ((None, None) if silently else ("A", 1))
    assert moved() == []
    hall.move(seat(one), "B", 1)
    assert moved() == ([] if silently else [one])
    reminders.notify_new_chairs(event)
    deliver()
    assert [letter.recipient for letter in letters(one, "new_chair")] == ["moi@example.vn"] * (
        not silently
    )


@committed
def test_a_letter_that_went_to_who_is_replaced_in_this_moment_told_the_next_nothing():
    event = make_seating(public_seats=2).event
    make_hall(event, A=2, B=3)
    hall.arrange(event)
    one = named(make_invitation(event), email="cu@example.vn")

    def replace(to: str) -> None:
        if to == "cu@example.vn":
            invitations.substitute(one, delegate=make_delegate(email=""))
            connection.close()

    with mail_server() as server:
        server.on_data = replace
        sending.send_due()
    assert "cu@example.vn" in server.recipients
    assert told(one) == (None, None)


def test_what_went_to_a_wrong_address_was_told_to_nobody(event):
    hall.arrange(event)
    one = come(event, email="sai@example.vn")
    fields = {name: getattr(one, name) for name in ("name", "organisation", "phone")}
    transitions.correct(one, delegate=make_delegate(**fields))
    assert deliver() == []
    assert told(one) == (None, None)
    transitions.correct(one, delegate=make_delegate(**fields, email="dung@example.vn"))
    assert len(deliver()) == 1
    assert told(one) == ("A", 1)


def test_who_gave_the_seat_up_or_was_erased_was_told_nothing(event):
    gone, erased = come(event), come(event)
    deliver()
    hall.arrange(event)
    transitions.cancel(gone)
    assert moved() == [erased]
    with time_machine.travel(STARTS_AT + DAY):
        data_requests.finish(data_requests.ask(erased, "erase"))
    assert told(erased) == (None, None)
    assert moved() == []
    assert seat(erased).chair


def test_after_the_beginning_nobody_is_told_and_nobody_is_found(event):
    come(event)
    deliver()
    hall.arrange(event)
    assert len(moved()) == 1
    with time_machine.travel(STARTS_AT):
        assert moved() == []
        assert reminders.notify_new_chairs(event) == 0


def test_only_the_delegates_of_the_ceremony_are_told(event):
    other = make_seating().event
    make_hall(other, A=3)
    come(other)
    deliver()
    hall.arrange(other)
    assert reminders.notify_new_chairs(event) == 0
    assert reminders.notify_new_chairs(other) == 1


def test_telling_leaves_no_trace_of_a_change_in_the_registration(event):
    one = come(event)
    deliver()
    hall.arrange(event)
    before = Registration.objects.values("changed_at", "notified_revision", "turn").get(pk=one.pk)
    assert reminders.notify_new_chairs(event) == 1
    deliver()
    after = Registration.objects.values("changed_at", "notified_revision", "turn").get(pk=one.pk)
    assert after == before


# the letter


def test_the_letter_says_the_place_and_brings_ticket_and_calendar(event):
    one = come(event, honorific="ms", name="Lê Thị Hòa", position="Phó Chủ tịch")
    deliver()
    hall.arrange(event)
    reminders.notify_new_chairs(event)
    (letter,) = letters(one, "new_chair")
    assert letter.subject == "Thông báo vị trí ngồi trong hội trường"
    with override_settings(SITE_URL="https://doimoisangtao.example"):
        text = now(letter).text.text
    for words in (
        "Kính gửi Bà Lê Thị Hòa,",
        "vị trí của Bà trong hội trường: Hàng A, ghế 1.",
        "Vị trí: Hàng A, ghế 1",
        event.when(),
        one.code,
        f"/dang-ky/{one.token}/",
    ):
        assert words in text
    assert "Ông/Bà" not in text
    assert files(letter) == ["phieu-tham-du.pdf", "lich-buoi-le.ics"]
    assert "mở tệp lịch kèm theo" in text


def test_what_waits_names_the_place_that_holds_now(event):
    """Where the mail server was away for an hour, no letter names the chair of an hour ago."""
    hall.arrange(event)
    one = come(event)
    hall.move(seat(one), "B", 2)
    reminders.notify_new_chairs(event)
    hall.move(seat(one), "B", 3)
    reminders.notify_new_chairs(event)
    with mail_server() as server:
        sending.send_due()
    (letter,) = server.letters
    for kind in ("plain", "html"):
        body = letter.get_body((kind,)).get_content()
        assert "Hàng B, ghế 3" in body
        assert "Hàng A" not in body
        assert "Hàng B, ghế 2" not in body
        assert "đã bố trí chỗ ngồi" in body
    assert moved() == []


def test_what_was_sent_stays_as_it_was_sent(event):
    hall.arrange(event)
    one = come(event)
    deliver()
    hall.move(seat(one), "B", 2)
    reminders.notify_new_chairs(event)
    deliver()
    assert "Hàng A, ghế 1" in letters(one, "confirmation")[0].text
    assert "Hàng B, ghế 2" in letters(one, "new_chair")[0].text


def test_without_an_hour_no_letter_speaks_of_a_calendar_file(event):
    Event.objects.update(starts_at=None)
    come(event)
    deliver()
    hall.arrange(event)
    reminders.notify_new_chairs(event)
    assert "tệp lịch" not in deliver()[0]


def test_the_new_file_updates_the_entry_in_the_calendar(event):
    """RFC 5546, 2.1.5: of one UID and one SEQUENCE the later DTSTAMP holds."""
    come(event)
    with mail_server() as server, time_machine.travel(STARTS_AT - 9 * DAY) as clock:
        sending.send_due()
        clock.shift(DAY)
        hall.arrange(event)
        reminders.notify_new_chairs(event)
        sending.send_due()
    entries: list[Any] = [
        Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
        for letter in server.letters
        for part in letter.iter_attachments()
        if part.get_content_type() == "text/calendar"
    ]
    before, after = entries
    assert "Vị trí: sẽ hướng dẫn tại bàn đón tiếp" in before["description"]
    assert "Vị trí: Hàng A, ghế 1" in after["description"]
    for same in ("uid", "sequence", "dtstart", "status"):
        assert after[same] == before[same]
    assert after["dtstamp"].dt - before["dtstamp"].dt >= DAY


# many, and at once


def test_many_are_told_part_by_part_with_few_statements(event, django_assert_max_num_queries):
    capacity.resize(event.seating, public_seats=60, reserve_seats=1)
    make_hall(event, C=60)
    for _n in range(60):
        come(event)
    tell_all()
    hall.arrange(event)
    with django_assert_max_num_queries(60 * 2 + 20):
        assert reminders.notify_new_chairs(event, most=1) == AT_A_TIME
        assert reminders.notify_new_chairs(event) == 60 - AT_A_TIME


@committed
def test_organizers_who_press_at_once_tell_everybody_once():
    event = make_seating(public_seats=60, reserve_seats=0).event
    make_hall(event, A=30, B=30)
    people = [come(event) for _n in range(60)]
    tell_all()
    hall.arrange(event)

    counts = rush(reminders.notify_new_chairs, [event] * 8, threads=8)

    assert sum(counts) == 60
    assert [len(letters(one, "new_chair")) for one in people] == [1] * 60
    check_everything()


@committed
def test_what_was_told_is_what_the_letter_says_while_chairs_change():
    event = make_seating(public_seats=10, reserve_seats=0).event
    make_hall(event, A=10)
    people = [come(event) for _n in range(10)]
    hall.arrange(event)

    def work(number: int) -> None:
        if number % 3:
            swap(people[number % 10], people[(number + 1) % 10])
        elif number % 2:
            sending.send_due()
        else:
            reminders.notify_new_chairs(event)

    with mail_server() as server:
        rush(work, range(60), threads=8)
        sending.send_due()
        reminders.notify_new_chairs(event)
        sending.send_due()
    assert moved() == []
    assert len({letter["Message-ID"] for letter in server.letters}) == len(server.letters)
    for one in people:
        last = Letter.objects.filter(about=one.pk, status=State.SENT).latest("sent_at")
        assert f"Vị trí: {seat(one).chair_name}\n" in last.text
        assert told(one) == (seat(one).row_name, seat(one).chair)
    check_everything()
