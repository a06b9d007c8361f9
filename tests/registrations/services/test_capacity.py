"""How many seats there are: raised, lowered, refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registrations.errors import NotAllowed, TooFewSeats, spans
from registrations.invariants import violations
from registrations.models import Registration, Seat, Seating
from registrations.services import capacity, transitions
from tests.factories import EventFactory, make_registration, make_seating

Status = Registration.Status


@pytest.fixture
def seating(db):
    seating = make_seating(public_seats=4, reserve_seats=2)
    yield seating
    assert list(violations()) == []


def numbers(seating, kind: str) -> list[int]:
    seats = Seat.objects.filter(event=seating.event_id, kind=kind)
    return list(seats.values_list("number", flat=True))


def test_public_seats_come_first_then_the_reserve(seating):
    assert numbers(seating, "public") == [1, 2, 3, 4]
    assert numbers(seating, "reserve") == [5, 6]


def test_raising_takes_the_next_numbers_and_moves_nobody(seating):
    capacity.resize(seating, public_seats=6, reserve_seats=3)
    assert numbers(seating, "public") == [1, 2, 3, 4, 7, 8]
    assert numbers(seating, "reserve") == [5, 6, 9]


def test_raising_seats_who_waits_in_order(seating):
    people = [make_registration(seating.event) for _n in range(8)]
    promoted = capacity.resize(seating, public_seats=6, reserve_seats=2)
    assert promoted == people[4:6]
    assert [(r.status, r.seat.number) for r in promoted] == [
        (Status.CONFIRMED, 7),
        (Status.CONFIRMED, 8),
    ]


def test_raising_the_reserve_seats_nobody(seating):
    people = [make_registration(seating.event) for _n in range(5)]
    assert capacity.resize(seating, public_seats=4, reserve_seats=5) == []
    assert people[4].queue_position() == 1


def test_lowering_gives_up_the_highest_free_seats(seating):
    people = [make_registration(seating.event) for _n in range(4)]
    transitions.cancel(people[1])
    capacity.resize(seating, public_seats=3, reserve_seats=0)
    assert numbers(seating, "public") == [1, 3, 4]
    assert numbers(seating, "reserve") == []
    seating.refresh_from_db()
    assert (seating.public_seats, seating.reserve_seats) == (3, 0)


def test_lowering_and_raising_again_reuses_the_lowest_unused_numbers(seating):
    capacity.resize(seating, public_seats=1, reserve_seats=2)
    capacity.resize(seating, public_seats=3, reserve_seats=3)
    assert numbers(seating, "public") == [1, 2, 3]
    assert numbers(seating, "reserve") == [4, 5, 6]


def test_lowering_below_the_taken_seats_is_refused_with_their_numbers(seating):
    people = [make_registration(seating.event) for _n in range(4)]
    transitions.cancel(people[1])
    with pytest.raises(TooFewSeats) as caught:
        capacity.resize(seating, public_seats=2, reserve_seats=0)
    assert caught.value.taken == [1, 3, 4]
    assert str(caught.value) == (
        "Không thể giảm số chỗ (mở đăng ký) xuống 2 vì đang có 3 chỗ có người giữ (số 1, 3-4). "
        "Vui lòng nhập từ 3 trở lên, hoặc hủy bớt đăng ký trước."
    )
    # all or nothing: the reserve was not lowered either
    assert numbers(seating, "public") == [1, 2, 3, 4]
    assert numbers(seating, "reserve") == [5, 6]


def test_lowering_below_the_taken_reserve_is_refused(seating):
    for _n in range(4):
        make_registration(seating.event)
    transitions.give_reserve_seat(make_registration(seating.event), reason="Mời")
    with pytest.raises(TooFewSeats) as caught:
        capacity.resize(seating, public_seats=4, reserve_seats=0)
    assert caught.value.taken == [5]


def test_what_somebody_else_changed_meanwhile_counts(seating):
    """The page was opened when the hall was empty."""
    for _n in range(4):
        make_registration(seating.event)
    assert seating.public_seats == 4
    with pytest.raises(TooFewSeats):
        capacity.resize(Seating(pk=seating.pk, event_id=seating.event_id), public_seats=3,
                        reserve_seats=2)  # fmt: skip


@pytest.mark.parametrize(("public", "reserve"), [(-1, 0), (0, -1), (5001, 0), (0, 5001)])
def test_impossible_numbers_are_refused_in_words(seating, public, reserve):
    with pytest.raises(NotAllowed) as caught:
        capacity.resize(seating, public_seats=public, reserve_seats=reserve)
    assert str(caught.value) == "Số chỗ phải từ 0 đến 5000."


def test_a_large_hall_is_made_with_few_statements(seating):
    with CaptureQueriesContext(connection) as captured:
        capacity.resize(seating, public_seats=2000, reserve_seats=500)
    assert len(captured) < 30
    assert numbers(seating, "public")[-1] == 2002


def test_opening_again_sets_the_numbers_and_keeps_the_rules(seating):
    capacity.open_seating(
        event=seating.event, public_seats=5, reserve_seats=1, policy=Seating.Policy.INVITED
    )
    seating.refresh_from_db()
    assert (seating.public_seats, seating.reserve_seats) == (5, 1)
    assert seating.policy == Seating.Policy.OPEN


def test_the_hall_of_the_plan_has_120_and_10_seats_and_is_for_the_invited(db):
    seating = capacity.open_seating(event=EventFactory())
    assert numbers(seating, "public") == list(range(1, 121))
    assert numbers(seating, "reserve") == list(range(121, 131))
    assert seating.policy == Seating.Policy.INVITED


def test_seats_free_by_another_way_are_given_to_who_waits(seating):
    people = [make_registration(seating.event) for _n in range(5)]
    Registration.objects.filter(pk=people[0].pk).delete()
    assert transitions.promote_waiting(seating.event) == [people[4]]


@pytest.mark.parametrize(
    ("taken", "text"),
    [([], ""), ([7], "7"), ([1, 2, 3, 5, 8, 9], "1-3, 5, 8-9"), ([3, 1, 2], "1-3")],
)
def test_spans_are_written_as_people_write_them(taken, text):
    assert spans(taken) == text
