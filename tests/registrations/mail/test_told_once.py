"""Nobody is told the same twice, and nothing that is not so."""

import datetime
import threading
import time

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from events.mail import sending
from events.models import Event, Letter
from registrations.models import Invitation, Registration
from registrations.services import invitations, reminders, transitions
from tests.factories import make_delegate, make_invitation, make_registration, make_seating
from tests.letters import states, words
from tests.mail_server import mail_server
from tests.registrations.crowd import committed

State = Letter.State
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def event(db: None) -> Event:
    return make_seating(public_seats=9).event


def move(event: Event, venue: str) -> None:
    event.venue = venue
    event.save()
    event.refresh_from_db()


def test_a_change_that_an_earlier_letter_told_already_is_told_once(event: Event) -> None:
    make_registration(event, email="n1@thu.example")
    office = make_invitation(event, contact_email="van-phong@thu.example")
    invitations.note_sent([office])
    with mail_server() as server:
        sending.send_due()
        move(event, "Hội trường 1")
        reminders.queue_due_letters(timezone.now() + HOUR)  # they wait for the mail server
        move(event, "Hội trường 2")
        sending.send_due()
        reminders.queue_due_letters(timezone.now() + HOUR)
        sending.send_due()
        assert sorted(server.recipients[1:]) == ["n1@thu.example", "van-phong@thu.example"]
        assert all("Hội trường 2" in words(letter) for letter in Letter.objects.all()[:2])
        move(event, "Hội trường 3")
        reminders.queue_due_letters(timezone.now() + HOUR)
        sending.send_due()
        assert sorted(server.recipients[3:]) == ["n1@thu.example", "van-phong@thu.example"]


def test_the_letter_of_the_state_that_waits_is_not_sent_beside_the_same_once_more(
    event: Event,
) -> None:
    one = make_registration(event, email="n1@thu.example")
    for _press in range(2):
        assert reminders.send_again(one)
    assert states() == [State.OVERTAKEN, State.OVERTAKEN, State.WAITING]


def test_an_office_is_reminded_of_an_invitation_only_if_one_went_out(event: Event) -> None:
    deadline = timezone.localdate() + datetime.timedelta(days=2)
    offices = [make_invitation(event, contact_email="a@b.example", deadline=deadline)]
    offices.append(make_invitation(event, contact_email="c@d.example", deadline=deadline))
    Invitation.objects.update(created_at=timezone.now() - 72 * HOUR)
    Invitation.objects.filter(pk=offices[1].pk).update(sent_at=timezone.now() - 48 * HOUR)
    noon = timezone.localtime().replace(hour=12)
    with time_machine.travel(noon, tick=False):
        assert reminders.queue_due_letters() == 2
        texts = [words(letter) for letter in Letter.objects.order_by("about")]
    assert ["đã gửi giấy mời" in text for text in texts] == [False, True]
    assert "trân trọng kính mời" in texts[0]


def test_an_invitation_whose_letter_came_too_late_does_not_wait_to_be_sent(event: Event) -> None:
    one = make_invitation(event, contact_email="a@b.example")
    invitations.send(one)
    event.starts_at = timezone.now() - HOUR
    event.save()
    assert Invitation.objects.with_sending().get(pk=one.pk).sending == "no"


def test_what_was_refused_is_forgotten_with_the_wrong_address(event: Event) -> None:
    one = make_registration(event, email="sai@thu.example")
    with mail_server() as server:
        server.on_recipient = lambda to: "550 No such user" if "sai" in to else None
        sending.send_due()
        assert sending.queue_state().failed == 1
        delegate = make_delegate(
            name=one.name, organisation=one.organisation, email="dung@thu.example"
        )
        transitions.correct(one, delegate=delegate)
        sending.send_due()
        assert server.recipients == ["dung@thu.example"]
    assert sending.queue_state().failed == 0
    assert states() == [State.OVERTAKEN, State.SENT]


def test_why_a_letter_is_not_sent_is_true(event: Event) -> None:
    one = make_registration(event, email="n1@thu.example")
    delegate = make_delegate(name=one.name, organisation=one.organisation, email="")
    transitions.correct(one, delegate=delegate)
    assert Letter.objects.get().reason == "Địa chỉ thư điện tử đã được thay đổi."
    invitations.substitute(
        Registration.objects.get(), delegate=make_delegate(name="Lê Thị Khác"), silently=True
    )
    assert not Letter.objects.filter(reason="Đã có thư khác thay thế.").exists()


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@committed
def test_who_marks_a_letter_and_who_takes_it_back_do_not_wait_for_each_other() -> None:
    event = make_seating(public_seats=9).event
    one = make_registration(event, email="n1@thu.example")
    delegate = make_delegate(name=one.name, organisation=one.organisation, email="moi@thu.example")
    holds, before = threading.Event(), deadlocks()

    def correct() -> None:
        try:
            with transaction.atomic():
                Registration.objects.filter(pk=one.pk).update(note="đang sửa")
                holds.set()
                time.sleep(0.3)  # the worker marks the letter meanwhile
                transitions.correct(one, delegate=delegate)
        finally:
            connection.close()

    thread = threading.Thread(target=correct)

    def meanwhile(to: str) -> None:
        if not thread.ident:
            thread.start()
            holds.wait(5)

    with mail_server() as server:
        server.on_data = meanwhile
        sending.send_due()
        thread.join()
        sending.send_due()
        assert server.recipients == ["n1@thu.example", "moi@thu.example"]
    assert deadlocks() == before
    assert [letter.status for letter in Letter.objects.order_by("pk")] == [State.SENT] * 2
    assert Registration.objects.get().notified_row == ""
