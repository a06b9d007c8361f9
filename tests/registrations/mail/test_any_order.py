"""Whatever happens in whatever order, and whatever the mail server does: in the end everybody was
told once, and truly."""

import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.mail import sending
from events.models import Event, Letter
from registrations.errors import RegistrationError
from registrations.models import Registration, Seat
from registrations.services import hall, reminders, transitions
from tests.factories import make_delegate, make_hall, make_registration, make_seating
from tests.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db

State = Letter.State
HOUR = datetime.timedelta(hours=1)
TELLS_PLACE = ("confirmation", "promotion", "change", "new_chair", "reminder")


def come(event: Event, number: int) -> None:
    make_registration(event, email=f"n{number}@thu.example")


def cancel(event: Event, number: int) -> None:
    transitions.cancel(someone(event, number))


def correct(event: Event, number: int) -> None:
    one = someone(event, number)
    delegate = make_delegate(name=one.name, organisation=one.organisation, email="moi@thu.example")
    transitions.correct(one, delegate=delegate)


def swap(event: Event, number: int) -> None:
    seats = list(Seat.objects.filter(event=event).order_by("number"))
    hall.swap(seats[number % len(seats)], seats[(number + 1) % len(seats)])


def arrange(event: Event, number: int) -> None:
    hall.arrange(event)


def tell_chairs(event: Event, number: int) -> None:
    reminders.notify_new_chairs(event)


def move(event: Event, number: int) -> None:
    event.venue = f"Hội trường {number}"
    event.save()
    event.refresh_from_db()


def someone(event: Event, number: int) -> Registration:
    rows = list(Registration.objects.filter(event=event).order_by("pk"))
    return rows[number % len(rows)]


def well(server: MailServer) -> None:
    server.on_data = server.on_sender = server.on_recipient = lambda _whom: None
    server.breaks_off_after = None


def busy(server: MailServer) -> None:
    server.on_data = lambda to: "451 Later" if "1@" in to or "moi" in to else None


def strict(server: MailServer) -> None:
    server.on_sender = lambda _sender: "553 Not yours"


def falling(server: MailServer) -> None:
    server.breaks_off_after = len(server.letters) + 1


STEPS: list[Callable[[Event, int], None]] = [
    come, cancel, correct, swap, arrange, tell_chairs, move,
]  # fmt: skip
MOODS = [well, busy, strict, falling]
ORDER = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 9)),
        st.tuples(st.just("send"), st.sampled_from(MOODS)),
    ),
    max_size=14,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=ORDER)
def test_in_the_end_everybody_was_told_once_and_truly(order: list[Any]) -> None:
    with (
        transaction.atomic(),
        mail_server() as server,
        time_machine.travel(timezone.now(), tick=False) as clock,
    ):
        event = make_seating(public_seats=3, reserve_seats=0).event
        make_hall(event, A=3)
        for number in range(3):
            come(event, number)
        for step, detail in order:
            clock.shift(datetime.timedelta(minutes=7))
            if step == "send":
                well(server)
                detail(server)
                sending.send_due()
                continue
            try:
                step(event, detail)
            except RegistrationError:
                continue
        well(server)
        for _round in range(14):
            clock.shift(HOUR)
            reminders.notify_new_chairs(event)
            reminders.queue_due_letters()
            sending.send_due()
        check(event, server)
        transaction.set_rollback(True)


def check(event: Event, server: MailServer) -> None:
    letters = list(Letter.objects.order_by("sent_at", "pk"))
    assert {letter.status for letter in letters} <= {State.SENT, State.OVERTAKEN}
    sent = {letter.message_id: letter for letter in letters if letter.status == State.SENT}
    assert Counter(str(arrived["Message-ID"]) for arrived in server.letters) == dict.fromkeys(
        sent, 1
    )
    for arrived in server.letters:
        kept = sent[str(arrived["Message-ID"])]
        assert str(arrived["To"]) == kept.recipient
        assert arrived.get_body(("plain",)).get_content().splitlines() == kept.text.splitlines()
    for one in Registration.objects.select_related("seat__row"):
        told = [letter for letter in letters if letter.about == one.pk and letter.sent_at]
        assert told[-1].recipient == one.email or one.status == "cancelled"
        if one.status == "cancelled":
            assert [letter.kind for letter in told].count("registration.cancellation") == 1
            assert told[-1].kind == "registration.cancellation"
        if one.status == "confirmed":
            last = [x for x in told if x.kind.partition(".")[2] in TELLS_PLACE][-1]
            assert one.seat is not None
            assert f"Vị trí: {one.seat.whereabouts}\n" in last.text
            assert f"Địa điểm: {event.venue}\n" in told[-1].text
            assert (one.notified_row, one.notified_chair) == (one.seat.row_name, one.seat.chair)
