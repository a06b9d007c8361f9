"""The mail server cannot be reached for an hour: nothing is lost, nothing is sent twice.

Lived through by the clock, minute by minute, with the worker's own two steps.
"""

import datetime
from collections import Counter
from collections.abc import Callable
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.mail import sending
from events.models import Event, Letter
from registrations.services import transitions
from tests.factories import make_registration, make_seating
from tests.mail_server import MailServer, answering, sends_to
from tests.pages import visible_text
from tests.people import signed_in
from tests.scratch_portal import free_port

pytestmark = pytest.mark.django_db

State = Letter.State
MINUTE = datetime.timedelta(minutes=1)
STILL = "Thư chưa gửi được"
TROUBLE = sending.in_words("ConnectionRefusedError")
NOBODY = "Hiện không có chương trình nào gửi thư"


@pytest.fixture
def clock() -> time_machine.Traveller:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def event() -> Event:
    return make_seating(public_seats=40).event


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def come(event: Event, first: int, last: int) -> None:
    for number in range(first, last):
        make_registration(event, email=f"dai-bieu-{number}@example.vn")


def pages(client: Client) -> list[str]:
    names = ("admin:index", "admin:events_letter_changelist")
    return [visible_text(client.get(reverse(name)).content.decode()) for name in names]


def pass_time(
    clock: time_machine.Traveller, minutes: int, each: Callable[[int], None] = lambda minute: None
) -> None:
    """Let the worker go on, minute by minute."""
    for minute in range(minutes):
        each(minute)
        call_command("send_letters", stdout=StringIO())
        clock.shift(MINUTE)


def test_an_hour_without_the_mail_server(event, organizer, clock):
    server = MailServer(free_port())

    def newcomers(minute: int) -> None:
        if minute % 20 == 10:
            come(event, minute, minute + 3)  # three, three times

    with sends_to(server.port):
        with answering(server):
            come(event, 0, 3)
            pass_time(clock, 1)
            come(event, 3, 8)
            server.breaks_off_after = 5  # in the middle of the batch
            pass_time(clock, 1)
        assert len(server.letters) == 5

        pass_time(clock, 10, newcomers)
        assert not any(STILL in page for page in pages(organizer))
        pass_time(clock, 50, lambda minute: newcomers(minute + 10))
        for page in pages(organizer):
            assert STILL in page
            assert TROUBLE in page
            assert NOBODY not in page
        queue = sending.queue_state()
        assert (queue.waiting, queue.failed, queue.stands_still) == (12, 0, True)
        # also while every letter is put off to a later attempt
        Letter.objects.waiting().update(due_at=timezone.now() + 20 * MINUTE)
        assert sending.queue_state().stands_still
        assert not sending.queue_state().abandoned

        server.breaks_off_after = None
        with answering(server):
            come(event, 100, 103)
            pass_time(clock, 35)
        assert not any(STILL in page for page in pages(organizer))

    letters = Letter.objects.all()
    assert {letter.state for letter in letters} == {State.SENT}
    assert sorted(server.recipients) == sorted(letter.recipient for letter in letters)
    arrived = Counter(str(letter["Message-ID"]) for letter in server.letters)
    assert arrived == {letter.message_id: 1 for letter in letters}
    assert len(arrived) == 8 + 9 + 3


def test_a_server_that_dies_before_its_answer_gets_the_letter_twice_as_the_same_one(event, clock):
    """No protocol closes this gap (RFC 5321, 4.5.3.2.6): what is heard of is not known to be had.

    The letter is sent again rather than lost, and says by its Message-ID that it is the same.
    """
    server = MailServer(free_port())
    come(event, 0, 3)
    with sends_to(server.port), answering(server):
        server.dies_with_the_answer = True
        assert sending.send_due() == (0, True)
        server.dies_with_the_answer = False
        clock.shift(60 * MINUTE)
        assert sending.send_due() == (3, False)
    arrived = Counter(str(letter["Message-ID"]) for letter in server.letters)
    assert sorted(arrived.values()) == [1, 1, 2]
    assert set(arrived) == set(Letter.objects.values_list("message_id", flat=True))
    first = [str(letter["To"]) for letter in server.letters].count("dai-bieu-0@example.vn")
    assert first == 2


def test_without_a_worker_the_pages_say_that_nobody_sends(event, organizer, clock):
    with sends_to(free_port()):
        come(event, 0, 1)
        clock.shift(14 * MINUTE)
        assert not any(STILL in page for page in pages(organizer))
        clock.shift(2 * MINUTE)
        for page in pages(organizer):
            assert STILL in page
            assert NOBODY in page
            assert TROUBLE not in page


def test_trouble_of_a_letter_that_is_over_is_no_reason_of_today(event, clock):
    with sends_to(free_port()):
        come(event, 0, 1)
        sending.send_due()
        assert sending.queue_state().last_error == TROUBLE
        transitions.cancel(event.registrations.get(), silently=True)
        come(event, 1, 2)
        sending.note_overtaken()  # as a worker does in the trouble that it meets next
        clock.shift(16 * MINUTE)
        queue = sending.queue_state()
    assert (queue.waiting, queue.last_error, queue.stands_still) == (1, "", True)
