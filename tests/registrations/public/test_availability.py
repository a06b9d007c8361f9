"""What the public is told of the seats."""

import datetime
from contextlib import suppress

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.errors import REGISTRATION_CLOSED
from registrations.models import Registration, Seat, Seating
from registrations.public.availability import State, availability, kept_availability
from registrations.services import transitions
from registrations.services.origins import ByHand
from registrations.services.registration import register
from tests.factories import (
    DelegationFactory,
    EventFactory,
    make_delegate,
    make_registration,
    make_seating,
)
from tests.refusals import not_allowed

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def test_nothing_without_a_ceremony():
    seats = availability()
    assert (seats.event_id, seats.state, seats.total, seats.left) == (None, State.NO_SEATS, 0, 0)


def test_nothing_without_seats():
    event = EventFactory()
    seats = availability()
    assert (seats.event_id, seats.state, seats.is_open) == (event.pk, State.NO_SEATS, False)


def test_all_seats_left_at_first():
    seats = make_seating(public_seats=5, reserve_seats=2)
    now = availability()
    assert (now.event_id, now.state, now.total, now.left) == (seats.event_id, State.OPEN, 5, 5)


def test_each_registration_takes_one():
    event = make_seating().event
    first = make_registration(event)
    make_registration(event)
    assert availability().left == 1
    transitions.cancel(first)
    assert availability().left == 2


def test_none_left_while_somebody_waits():
    event = make_seating(public_seats=1).event
    make_registration(event)
    make_registration(event)
    assert availability().left == 0


def test_reserve_seat_given_leaves_public_seats_alone():
    event = make_seating(public_seats=1, reserve_seats=1).event
    make_registration(event)
    waiting = make_registration(event)
    transitions.give_reserve_seat(waiting, reason="Khách mời của tỉnh")
    assert (availability().total, availability().left) == (1, 0)


def test_other_ceremony_does_not_count():
    event = make_seating().event
    later = EventFactory(window_start=event.window_end, window_end=event.window_end)
    make_seating(later)
    make_registration(later)
    assert (availability().event_id, availability().left) == (event.pk, 3)


@pytest.mark.parametrize(
    ("policy", "opens", "closes", "state"),
    [
        ("open", None, None, State.OPEN),
        ("open", -HOUR, HOUR, State.OPEN),
        ("open", HOUR, None, State.NOT_YET),
        ("open", None, -HOUR, State.CLOSED),
        ("open", -2 * HOUR, -HOUR, State.CLOSED),
        ("approval", None, None, State.OPEN),
        ("approval", HOUR, None, State.NOT_YET),
        ("invited", None, None, State.INVITED),
        ("invited", HOUR, None, State.INVITED),
    ],
)
def test_state_by_policy_and_period(policy, opens, closes, state):
    now = timezone.now()
    seats_event = make_seating(
        policy=policy,
        opens_at=opens and now + opens,
        closes_at=closes and now + closes,
    ).event
    seats = availability()
    assert seats.state is state
    assert seats.is_open is Seating.objects.get().is_open(seats_event, now)
    assert seats.approval is (policy == "approval")


def test_stamp_changes_when_registration_opens():
    opening = timezone.now() + HOUR
    make_seating(opens_at=opening)
    before = availability().stamp
    with time_machine.travel(opening + HOUR):
        assert availability().stamp != before


@pytest.mark.parametrize(
    ("policy", "state"),
    [("open", State.BEGUN), ("approval", State.BEGUN), ("invited", State.INVITED)],
)
def test_registration_ends_when_the_ceremony_begins(policy, state):
    event = make_seating(policy=policy).event
    noon = timezone.localtime().replace(hour=12, minute=0)
    event.starts_at = noon + datetime.timedelta(days=1)  # the stamp is another on each day
    event.save()
    with time_machine.travel(event.starts_at - HOUR / 2):
        before = availability()
    with time_machine.travel(event.starts_at):
        assert (availability().state, availability().is_open) == (state, False)
        assert (availability().stamp == before.stamp) is (policy == "invited")
        if policy == "invited":
            return
        with not_allowed(REGISTRATION_CLOSED):
            register(event=event, delegate=make_delegate())
        arrival = register(event=event, delegate=make_delegate(), origin=ByHand())
        assert arrival.status == "confirmed"


def test_stamp_changes_with_each_seat():
    event = make_seating(public_seats=2).event
    stamps = {availability().stamp}
    for _n in range(2):
        make_registration(event)
        stamps.add(availability().stamp)
    assert len(stamps) == 3
    register(event=event, delegate=make_delegate())
    assert availability().stamp in stamps


def seats_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seats FROM events_content_version")
        return str(cursor.fetchone()[0])


def left_on_kept_page() -> int:
    with CaptureQueriesContext(connection) as captured:
        left = kept_availability().left
    assert left == availability().left
    assert kept_availability() == availability()
    return left if len(captured) > 1 else -1  # counted anew, or shown as it was


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_counted_anew_when_a_seat_has_changed():
    event = make_seating(public_seats=3, reserve_seats=1).event
    assert [left_on_kept_page(), left_on_kept_page()] == [3, -1]
    first = make_registration(event)
    assert left_on_kept_page() == 2
    Registration.objects.filter(pk=first.pk).update(notified_revision=7)
    assert left_on_kept_page() == -1
    transitions.cancel(first)
    assert left_on_kept_page() == 3
    Seat.objects.filter(kind="reserve").update(kind="public")
    assert left_on_kept_page() == 3
    Registration.objects.all().delete()
    assert left_on_kept_page() == 3
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE registrations_registration CASCADE")
    assert left_on_kept_page() == 3
    Seating.objects.update(public_seats=9)
    assert left_on_kept_page() == 9


@pytest.mark.django_db(transaction=True)
def test_seats_change_for_others_when_they_are_committed():
    event = make_seating(public_seats=3).event
    before = seats_version()
    with suppress(ZeroDivisionError), transaction.atomic():
        make_registration(event)
        assert seats_version() == before
        raise ZeroDivisionError
    assert seats_version() == before
    make_registration(event)
    assert seats_version() != before


@pytest.mark.django_db(transaction=True)
def test_a_commit_renews_once_however_many_rows_it_writes():
    event = make_seating(public_seats=3).event
    with transaction.atomic():
        make_registration(event)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        renewed = seats_version()
        with suppress(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        make_registration(event)
        assert seats_version() == renewed
    make_registration(event)
    assert seats_version() != renewed


@pytest.mark.django_db(transaction=True)
def test_renewing_that_was_taken_back_is_done_again():
    event = make_seating(public_seats=3).event
    before = seats_version()
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            make_registration(event)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            assert seats_version() != before
            raise ZeroDivisionError
        assert seats_version() == before
        make_registration(event)
    assert seats_version() != before


@pytest.mark.django_db(transaction=True)
def test_allotted_seats_are_kept_until_their_hour_whenever_they_were_counted():
    until = timezone.now() + HOUR
    event = make_seating(public_seats=3, allotments_until=until).event
    DelegationFactory(event=event, allotment=2)
    assert (kept_availability().left, kept_availability().kept) == (1, 2)
    with time_machine.travel(until, tick=False), CaptureQueriesContext(connection) as captured:
        now = kept_availability()
    assert (now.left, now.kept, len(captured)) == (3, 0, 1)
