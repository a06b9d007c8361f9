"""Chairs in a rush: real connections, real locks. Every test ends with a sweep."""

import random

import pytest

from registrations.models import Registration, Seat
from registrations.services import capacity, transitions
from registrations.services import hall as hall_service
from registrations.services import registration as registration_service
from tests.factories import make_delegate, make_hall, make_seating
from tests.registrations.crowd import check_everything, committed, rush, together

pytestmark = committed


@pytest.fixture(autouse=True)
def sweep():
    yield
    check_everything()
    placed = list(Seat.objects.placed().values_list("event", "row", "chair"))
    assert len(set(placed)) == len(placed)


def hall(public: int, **rows: int):
    event = make_seating(public_seats=public, reserve_seats=0).event
    make_hall(event, **rows)
    return event


def register(event) -> Registration:
    return registration_service.register(event=event, delegate=make_delegate())


def test_organizers_swap_overlapping_pairs_at_once():
    event = hall(10, A=10)
    for _n in range(10):
        register(event)
    hall_service.arrange(event)
    seats = list(event.seats.all())
    pairs = [(one, other) for one in seats for other in seats if one != other] * 3
    random.Random(8).shuffle(pairs)

    rush(lambda pair: hall_service.swap(*pair), pairs, threads=16)

    chairs = Seat.objects.taken().order_by("chair").values_list("chair", flat=True)
    assert list(chairs) == list(range(1, 11))


def test_two_organizers_want_the_same_free_chair():
    event = hall(8, A=8, B=1)
    for _n in range(8):
        register(event)
    hall_service.arrange(event)

    rush(lambda seat: hall_service.move(seat, "B", 1), list(event.seats.all()), threads=8)

    assert Seat.objects.filter(row__name="B", chair=1).count() == 1
    assert Seat.objects.placed().count() == 8


def test_arranging_while_people_register_and_cancel():
    event = hall(30, A=10, B=15)
    people = [register(event) for _n in range(25)]

    def organizer() -> None:
        for number in range(20):
            hall_service.arrange(event, anew=number % 2 == 0)

    def delegates() -> None:
        for _n in range(15):
            register(event)

    def others() -> None:
        for one in people[:15]:
            transitions.cancel(one)

    together(organizer, organizer, delegates, others)

    hall_service.arrange(event)
    coming = Registration.objects.filter(status="confirmed")
    assert coming.count() == 25
    assert coming.filter(seat__chair__isnull=True).count() == 0


def test_arranging_while_seats_come_and_go():
    event = hall(20, A=12, B=12)
    for _n in range(10):
        register(event)

    def organizer() -> None:
        for _n in range(10):
            hall_service.arrange(event)

    def other() -> None:
        for number in (25, 12, 30, 10, 22, 11, 24, 15):
            capacity.resize(event.seating, public_seats=number, reserve_seats=number % 3)

    together(organizer, organizer, other)
    assert Registration.objects.filter(seat__chair__isnull=False).count() == 10
