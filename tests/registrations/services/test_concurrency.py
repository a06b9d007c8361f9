"""Seats in a rush: real connections, real locks. Every test ends with a sweep."""

import random
import threading
import uuid
from collections import Counter
from contextlib import suppress

import pytest
from django.db import connection, transaction

from registrations.errors import AlreadyRegistered, NotAllowed, SeatingFull, TooFewSeats
from registrations.models import Registration, Seat, Seating
from registrations.services import capacity, transitions
from registrations.services import registration as registration_service
from registrations.services.origins import ByHand, PublicForm
from tests.factories import make_delegate, make_registration, make_seating
from tests.registrations.crowd import check_everything, committed, rush, together

pytestmark = committed

Status = Registration.Status


@pytest.fixture(autouse=True)
def sweep():
    yield
    check_everything()


def hall(public: int = 120, reserve: int = 10, **kwargs):
    return make_seating(public_seats=public, reserve_seats=reserve, **kwargs).event


def register(event, **kwargs) -> Registration:
    return registration_service.register(event=event, delegate=make_delegate(), **kwargs)


def states() -> Counter:
    return Counter(Registration.objects.values_list("status", flat=True))


def test_400_people_for_120_seats():
    event = hall()
    made = rush(lambda _n: register(event), range(400))
    assert len({r.pk for r in made}) == 400
    assert states() == {Status.CONFIRMED: 120, Status.WAITING: 280}
    arrivals = list(Registration.objects.order_by("pk").select_related("seat"))
    assert [r.seat.number for r in arrivals[:120]] == list(range(1, 121))
    assert list(Registration.objects.waiting()) == arrivals[120:]
    assert {r.pk: r.status for r in made} == {r.pk: r.status for r in arrivals}
    assert register(event).queue_position() == 281


def test_400_people_who_all_click_twice():
    event = hall()
    people = [(make_delegate(), uuid.uuid4()) for _n in range(400)] * 2
    random.Random(400).shuffle(people)
    made = rush(
        lambda person: registration_service.register(
            event=event, delegate=person[0], origin=PublicForm(submission=person[1])
        ),
        people,
    )
    assert len(made) == 800
    assert len({r.pk for r in made}) == 400
    assert states() == {Status.CONFIRMED: 120, Status.WAITING: 280}


def test_the_double_click_lands_at_the_same_moment():
    event = hall()
    for _n in range(20):
        delegate, submission = make_delegate(), uuid.uuid4()
        first, second = rush(
            lambda _m, d=delegate, s=submission: registration_service.register(
                event=event, delegate=d, origin=PublicForm(submission=s)
            ),
            range(2),
            threads=2,
        )
        assert first == second


@pytest.mark.parametrize("names", [["Lê Thị Hòa"], ["Lê Thị Hòa", "LÊ THỊ HOÀ", "le thi hoa"]])
def test_the_same_person_from_16_connections(names):
    event = hall()

    def attempt(number: int) -> Registration | None:
        delegate = make_delegate(name=names[number % len(names)], organisation="Sở Y tế")
        try:
            return registration_service.register(
                event=event, delegate=delegate, origin=PublicForm(submission=uuid.uuid4())
            )
        except AlreadyRegistered:
            return None

    made = rush(attempt, range(16), threads=16)
    assert sum(r is not None for r in made) == 1
    assert Registration.objects.count() == 1


def test_cancelling_while_others_register():
    event = hall(public=30, reserve=0)
    seated = [register(event) for _n in range(40)]
    steps = [("cancel", r) for r in seated] + [("register", None)] * 80
    random.Random(7).shuffle(steps)

    def take(step):
        kind, registration = step
        return transitions.cancel(registration) if kind == "cancel" else register(event)

    rush(take, steps)
    assert states() == {Status.CANCELLED: 40, Status.CONFIRMED: 30, Status.WAITING: 50}
    assert Seat.objects.taken().count() == 30
    # who is seated came before all who wait
    active = Registration.objects.filter(pk__gt=seated[-1].pk).order_by("pk")
    assert [r.status for r in active] == [Status.CONFIRMED] * 30 + [Status.WAITING] * 50


def test_the_same_seat_cancelled_by_many_frees_one():
    event = hall(public=5, reserve=0)
    people = [register(event) for _n in range(20)]
    rush(lambda _n: transitions.cancel(people[0]), range(16), threads=16)
    assert states() == {Status.CANCELLED: 1, Status.CONFIRMED: 5, Status.WAITING: 14}
    assert [r.pk for r in Registration.objects.waiting()] == [r.pk for r in people[6:]]


def test_everybody_cancels_at_once():
    event = hall(public=20, reserve=0)
    people = [register(event) for _n in range(60)]
    rush(transitions.cancel, people)
    assert states() == {Status.CANCELLED: 60}
    assert Seat.objects.free().count() == 20


def test_an_organizer_and_the_public_race_for_the_last_seats():
    event = hall(public=10, reserve=5)
    for _n in range(8):
        register(event)
    gave = []

    def organizer() -> None:
        for _n in range(15):
            late = register(event, origin=ByHand())
            with suppress(SeatingFull, NotAllowed):  # the reserve is full, or the seat was public
                gave.append(transitions.give_reserve_seat(late, reason="Khách mời").seat_id)

    def public() -> None:
        for _n in range(15):
            register(event)

    together(organizer, organizer, public, public)
    assert len(gave) == len(set(gave)) == 5
    assert states() == {Status.CONFIRMED: 15, Status.WAITING: 53}
    assert not Seat.objects.free().exists()


def test_two_organizers_give_the_same_person_a_seat():
    event = hall(public=1, reserve=5)
    register(event)
    waiting = register(event)

    def give(_n: int) -> int:
        try:
            transitions.give_reserve_seat(waiting, reason="Khách mời")
        except NotAllowed:
            return 0
        return 1

    assert sum(rush(give, range(8), threads=8)) == 1
    assert Seat.objects.reserve().free().count() == 4


def test_approval_by_several_organizers_while_delegates_cancel():
    event = hall(public=10, reserve=0, policy=Seating.Policy.APPROVAL)
    pending = [register(event) for _n in range(60)]
    steps = [("approve", r) for r in pending] + [("cancel", r) for r in pending[::3]]
    random.Random(11).shuffle(steps)

    def take(step):
        kind, registration = step
        try:
            return getattr(transitions, kind)(registration)
        except NotAllowed:  # cancelled before it was approved
            return None

    rush(take, steps)
    assert states() == {Status.CANCELLED: 20, Status.CONFIRMED: 10, Status.WAITING: 30}


def test_the_hall_grows_and_shrinks_while_people_register_and_cancel():
    event = hall(public=10, reserve=3)
    seating = event.seating
    refused = []

    def organizer() -> None:
        for number in (25, 12, 40, 5, 30, 28, 8, 35):
            try:
                capacity.resize(seating, public_seats=number, reserve_seats=number % 4)
            except TooFewSeats as error:
                refused.append(len(error.taken) > number % 4)

    def delegates() -> None:
        for number in range(20):
            made = register(event)
            if number % 3 == 0:
                transitions.cancel(made)

    together(organizer, delegates, delegates, delegates)
    assert all(refused)
    seating.refresh_from_db()
    confirmed = states()[Status.CONFIRMED]
    assert confirmed == min(seating.public_seats, 60 - 21)


def test_lowering_races_with_registrations():
    """Either the hall was lowered before the seats were taken, or lowering is refused."""
    for _round in range(5):
        event = hall(public=10, reserve=0)
        seating = event.seating

        def lower(seating=seating) -> str:
            try:
                capacity.resize(seating, public_seats=5, reserve_seats=0)
            except TooFewSeats as error:
                return "refused" if len(error.taken) > 5 else "refused without need"
            return "lowered"

        def public(event=event) -> str:
            for _n in range(10):
                register(event)
            return "done"

        outcome = together(lower, public, public)[0]
        seats = Registration.objects.filter(event=event, status=Status.CONFIRMED).count()
        assert (outcome, seats) in (("refused", 10), ("lowered", 5))


def test_corrections_race_into_the_same_name():
    event = hall()
    people = [register(event) for _n in range(12)]

    def correct(person: Registration) -> int:
        delegate = make_delegate(name="Lê Thị Hòa", organisation="Sở Y tế")
        try:
            transitions.correct(person, delegate=delegate)
        except AlreadyRegistered:
            return 0
        return 1

    assert sum(rush(correct, people, threads=12)) == 1


def test_a_caller_who_looked_before_the_lock_still_sees_the_truth():
    """The transaction of an admin page has read the last free seat before somebody takes it."""
    event = hall(public=1, reserve=0)
    looked, taken = threading.Event(), threading.Event()

    def slow() -> str:
        with transaction.atomic():
            assert Seat.objects.free().count() == 1
            looked.set()
            assert taken.wait(60)
            return register(event, origin=ByHand()).status

    def quick() -> str:
        assert looked.wait(60)
        status = register(event).status
        taken.set()
        return status

    assert together(slow, quick) == [Status.WAITING, Status.CONFIRMED]


def test_what_an_outer_transaction_takes_back_never_was():
    event = hall(public=1, reserve=0)
    first, second = register(event), register(event)
    with transaction.atomic():
        transitions.cancel(first)
        transaction.set_rollback(True)
    assert Registration.objects.get(pk=first.pk).seat is not None
    assert Registration.objects.get(pk=second.pk).status == Status.WAITING


def test_a_registration_waits_for_the_lock_and_never_for_long():
    """Two ceremonies have two locks: a slow organizer of one does not stop the other."""
    one, other = hall(public=1), hall(public=1)
    locked, done = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            transitions.promote_waiting(one)
            locked.set()
            assert done.wait(60)

    def quick() -> None:
        assert locked.wait(60)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '30s'")
        make_registration(other)
        done.set()

    together(slow, quick)
