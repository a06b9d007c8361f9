"""Chairs of the hall: given by protocol, exchanged, and never one to two."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Event
from registrations.documents.seating_chart import hall_of, initials
from registrations.errors import (
    NO_HALL,
    SEAT_GONE,
    ChairTaken,
    NoSeating,
    NoSuchChair,
    NotAllowed,
    RegistrationError,
)
from registrations.invariants import violations
from registrations.models import HallRow, Registration, Seat, Seating
from registrations.services import capacity, invitations, transitions, verification
from registrations.services import hall as hall_service
from registrations.services import registration as registration_service
from registrations.services.delegate_keys import delegate_key
from registrations.services.origins import ByHand
from tests.factories import (
    DelegationFactory,
    EventFactory,
    make_delegate,
    make_hall,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.refusals import not_allowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    """Six public seats and a reserve seat; two rows of two and three chairs."""
    event = make_seating(public_seats=6, reserve_seats=1).event
    make_hall(event, A=2, B=3)
    return event


def comes(event: Event, **kwargs: Any) -> Registration:
    return make_registration(event, **kwargs)


def known(event: Event, **kwargs: Any) -> Registration:
    """Register somebody whom an organizer knows."""
    delegate = make_delegate(**kwargs)
    return registration_service.register(event=event, delegate=delegate, origin=ByHand())


def place_of(one: Registration) -> str:
    """Return where somebody sits: “A1”, "" without a chair."""
    seat = Seat.objects.get(registration=one)
    return f"{seat.row_name}{seat.chair or ''}"


def seat_of(one: Registration) -> Seat:
    return Seat.objects.get(registration=one)


def places(event: Event) -> dict[int, str]:
    """Return the place of each seat by its number."""
    rows = Seat.objects.filter(event=event).select_related("row")
    return {seat.number: f"{seat.row_name}{seat.chair or ''}" for seat in rows}


# arranging


def test_chairs_are_given_by_protocol_rank_then_delegation_then_registration(event: Event) -> None:
    low = DelegationFactory(event=event, position=1, protocol_rank=90)
    high = DelegationFactory(event=event, position=3, protocol_rank=10)
    second = DelegationFactory(event=event, position=2, protocol_rank=10)
    nobody = known(event)
    guests = [known(event, delegation_id=d.pk) for d in (low, high, second, high)]

    done = hall_service.arrange(event)

    assert (done.placed, done.without) == (5, 0)
    assert [place_of(guest) for guest in guests] == ["B1", "A2", "A1", "B2"]
    assert place_of(nobody) == "B3"


def test_each_row_is_filled_from_the_centre_outwards() -> None:
    assert HallRow(chairs=1).from_centre() == [1]
    assert HallRow(chairs=5).from_centre() == [3, 2, 4, 1, 5]
    assert HallRow(chairs=6).from_centre() == [3, 4, 2, 5, 1, 6]


def test_within_a_delegation_who_leads_sits_before_who_does_not(event: Event) -> None:
    delegation = DelegationFactory(event=event)
    positions = ["Chuyên viên", "Trưởng phòng", "Phó Giám đốc", "Giám đốc"]
    people = [known(event, delegation_id=delegation.pk, position=one) for one in positions]

    hall_service.arrange(event)

    assert [place_of(one) for one in people] == ["B1", "B2", "A2", "A1"]
    assert hall_of(event).out_of_order == frozenset()


def test_who_only_says_to_be_a_leader_is_not_placed_by_protocol(event: Event) -> None:
    leaders = DelegationFactory(event=event, protocol_rank=1)
    office = DelegationFactory(event=event, protocol_rank=90)
    stranger = comes(event, delegation_id=leaders.pk, position="Chủ tịch UBND tỉnh")
    invitation = make_invitation(event, delegation=office)
    invited = named(invitation, delegation_id=office.pk, position="Chuyên viên")
    by_hand, nobody = known(event, delegation_id=leaders.pk), known(event)
    everybody = [by_hand, invited, nobody, stranger]

    hall_service.arrange(event)
    assert [place_of(one) for one in everybody] == ["A1", "A2", "B2", "B1"]

    verification.mark([stranger.pk], verified=True)
    assert hall_of(event).out_of_order  # told, not moved
    hall_service.arrange(event, anew=True)
    assert place_of(stranger) == "A1"
    verification.mark([stranger.pk], verified=False)
    hall_service.arrange(event, anew=True)
    assert place_of(stranger) == "B1"


def test_approving_and_seating_by_hand_verify() -> None:
    event = make_seating(public_seats=6, policy=Seating.Policy.APPROVAL).event
    approved, given, declined = (comes(event) for _n in range(3))
    assert not any(one.verified for one in (approved, given, declined))
    Seating.objects.filter(event=event).update(promotion_paused=True)

    assert transitions.approve(approved).verified
    assert transitions.give_reserve_seat(given, reason="Khách của tỉnh").verified
    transitions.cancel(declined)

    stored = Registration.objects.in_bulk([approved.pk, given.pk, declined.pk])
    assert [stored[one.pk].verified for one in (approved, given, declined)] == [True, True, False]


def test_seats_that_nobody_holds_get_the_chairs_that_are_left(event: Event) -> None:
    comes(event)
    hall_service.arrange(event)
    assert places(event) == {1: "A1", 2: "A2", 3: "B2", 4: "B1", 5: "B3", 6: "", 7: ""}
    assert place_of(comes(event)) == "A2"


def test_only_who_has_no_chair_is_arranged(event: Event) -> None:
    first, second, third = (comes(event) for _n in range(3))
    hall_service.move(seat_of(second), "B", 3)

    done = hall_service.arrange(event)

    assert done.placed == 2
    assert [place_of(one) for one in (first, second, third)] == ["A1", "B3", "A2"]
    assert hall_service.arrange(event).placed == 0


def test_everybody_anew_forgets_what_was_exchanged(event: Event) -> None:
    people = [comes(event) for _n in range(3)]
    hall_service.move(seat_of(people[1]), "B", 3)
    assert hall_service.arrange(event, anew=True).placed == 3
    assert [place_of(one) for one in people] == ["A1", "A2", "B2"]


def test_a_free_seat_gives_up_its_chair_where_chairs_are_short(event: Event) -> None:
    people = [comes(event) for _n in range(4)]
    hall_service.arrange(event)  # the seat 5 has the last chair
    late = comes(event)
    hall_service.move(seat_of(late), "B", 1)  # and the third goes to B3
    capacity.resize(event.seating, public_seats=7, reserve_seats=0)
    transitions.cancel(people[0])  # the seat 1 keeps A1
    fifth, sixth = comes(event), comes(event)

    done = hall_service.arrange(event)

    assert (done.placed, done.without) == (0, 1)
    assert sorted(place_of(one) for one in [*people[1:], late, fifth, sixth]) == [
        "",
        "A1",
        "A2",
        "B1",
        "B2",
        "B3",
    ]
    transitions.cancel(fifth)
    done = hall_service.arrange(event)
    assert (done.placed, done.without) == (1, 0)
    assert place_of(sixth) == "A1"


def test_who_finds_no_chair_is_counted_and_keeps_the_seat(event: Event) -> None:
    people = [comes(event) for _n in range(6)]
    done = hall_service.arrange(event)
    assert (done.placed, done.without) == (5, 1)
    assert place_of(people[5]) == ""
    assert Registration.objects.filter(status="confirmed").count() == 6


def test_a_hall_without_rows_or_seats_is_refused(event: Event) -> None:
    with not_allowed(NO_HALL) as caught:
        hall_service.arrange(make_seating().event)
    assert str(caught.value) == (
        "Sơ đồ hội trường chưa có hàng ghế nào. "
        "Vui lòng nhập các hàng ghế tại mục “Số chỗ ngồi” trước."
    )
    with pytest.raises(NoSeating):
        hall_service.arrange(EventFactory())


def test_arranging_costs_the_same_for_few_and_for_many(django_assert_num_queries: Any) -> None:
    for size in (3, 150):
        event = make_seating(public_seats=size).event
        make_hall(event, A=100, B=100)
        for _n in range(size):
            comes(event)
        with django_assert_num_queries(7):
            hall_service.arrange(event)


# exchanging


def test_two_exchange_chairs_and_keep_their_seats(event: Event) -> None:
    one, other = comes(event), comes(event)
    hall_service.arrange(event)
    hall_service.swap(seat_of(one), seat_of(other))
    assert (place_of(one), place_of(other)) == ("A2", "A1")
    assert (seat_of(one).number, seat_of(other).number) == (1, 2)


def test_who_has_no_chair_can_be_exchanged_too(event: Event) -> None:
    one, other = comes(event), comes(event)
    hall_service.move(seat_of(one), "A", 1)
    hall_service.swap(seat_of(one), seat_of(other))
    assert (place_of(one), place_of(other)) == ("", "A1")


def test_a_free_chair_is_taken_and_a_taken_one_exchanged(event: Event) -> None:
    one, other = comes(event), comes(event)
    hall_service.move(seat_of(one), "B", 3)
    hall_service.move(seat_of(other), "b", 2)
    assert (place_of(one), place_of(other)) == ("B3", "B2")
    hall_service.move(seat_of(one), "B", 2)
    assert (place_of(one), place_of(other)) == ("B2", "B3")
    hall_service.move(seat_of(one), "B", 2)
    assert place_of(one) == "B2"


@pytest.mark.parametrize(
    ("row", "chair", "text"),
    [
        ("Z", 1, "Hội trường không có hàng “Z”. Các hàng hiện có: A, B."),
        ("A", 3, "Hàng A có các ghế từ 1 đến 2: không có ghế 3."),
        ("A", 0, "Hàng A có các ghế từ 1 đến 2: không có ghế 0."),
    ],
)
def test_a_chair_that_is_not_there_is_told(event: Event, row: str, chair: int, text: str) -> None:
    with pytest.raises(NoSuchChair) as caught:
        hall_service.move(seat_of(comes(event)), row, chair)
    assert str(caught.value) == text


def test_seats_of_two_ceremonies_are_never_exchanged(event: Event) -> None:
    other = make_seating().event.seats.first()
    assert other is not None
    with not_allowed(SEAT_GONE):
        hall_service.swap(seat_of(comes(event)), other)
    with not_allowed(SEAT_GONE):
        hall_service.swap(Seat(pk=0, event=event), seat_of(comes(event)))


# several at once


def test_three_change_places_in_a_ring(event: Event) -> None:
    hall_service.arrange(event)
    one, two, three = event.seats.all()[:3]
    hall_service.assign({one.pk: ("A", 2), two.pk: ("b", 2), three.pk: ("A", 1)})
    assert places(event) == {1: "A2", 2: "B2", 3: "A1", 4: "B1", 5: "B3", 6: "", 7: ""}


def test_a_chair_that_another_keeps_is_refused_and_nothing_moves(event: Event) -> None:
    hall_service.arrange(event)
    before = places(event)
    one, two, three = event.seats.all()[:3]
    with pytest.raises(ChairTaken) as caught:
        hall_service.assign({two.pk: ("", None), one.pk: ("B", 2)})
    assert caught.value.seat == one.pk
    assert str(caught.value) == (
        "Hàng B, ghế 2 đã xếp cho chỗ số 3. Để đổi chỗ hai bên, vui lòng ghi vị trí mới của cả hai "
        "rồi lưu một lần, hoặc dùng sơ đồ hội trường."
    )
    with pytest.raises(ChairTaken):
        hall_service.assign({one.pk: ("A", 1), three.pk: ("A", 1)})
    with not_allowed(SEAT_GONE):
        hall_service.assign({0: ("A", 1)})
    assert places(event) == before


# the rows change


def row(event: Event, name: str) -> HallRow:
    return HallRow.objects.get(seating__event=event, name=name)


def test_seats_follow_a_row_that_gets_another_name(event: Event) -> None:
    hall_service.arrange(event)
    for before, name in (("B", "VIP"), ("A", "B")):
        HallRow.objects.filter(pk=row(event, before).pk).update(name=name)
    assert list(places(event).values())[:5] == ["B1", "B2", "VIP2", "VIP1", "VIP3"]


def test_a_row_goes_only_when_nobody_sits_there(event: Event) -> None:
    sitting = comes(event)
    hall_service.arrange(event)
    with pytest.raises(NotAllowed) as caught:
        hall_service.clear_chairs(event.seating, {row(event, "A").pk: 0})
    assert str(caught.value) == (
        "Chưa thể sửa các hàng ghế như vậy vì ghế sẽ bị bỏ đang có đại biểu (Hàng A, ghế 1). "
        "Vui lòng chuyển đại biểu sang ghế khác trước."
    )
    hall_service.clear_chairs(event.seating, {row(event, "A").pk: 1, row(event, "B").pk: 0})
    row(event, "B").delete()
    assert [place for place in places(event).values() if place] == ["A1"]
    assert place_of(sitting) == "A1"


# the database


@contextmanager
def refused(rule: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        yield


def put(event: Event, number: int, row: HallRow | None, chair: int | None) -> None:
    """Write past all services, as a shell would."""
    Seat.objects.filter(event=event, number=number).update(row=row, chair=chair)


@pytest.mark.parametrize(("name", "chair"), [("A", None), (None, 1), ("A", 0)])
def test_half_a_place_is_refused(event: Event, name: str | None, chair: int | None) -> None:
    with refused("registrations_seat_row_and_chair"):
        put(event, 1, row(event, name) if name else None, chair)


def test_one_chair_is_never_given_to_two(event: Event) -> None:
    hall_service.arrange(event)
    with refused("registrations_seat_chair_once"):
        put(event, 2, row(event, "A"), 1)
    other = make_seating().event
    make_hall(other, A=2)
    hall_service.arrange(other)  # the same chair in another hall
    assert list(violations()) == []


def test_a_chair_that_the_hall_does_not_have_is_refused(event: Event) -> None:
    other = make_seating().event
    make_hall(other, A=2)
    for hall, chair in ((event, 3), (other, 1)):
        with refused("registrations_seat_in_hall"):
            put(event, 1, row(hall, "A"), chair)
    with refused("registrations_seat_in_hall"):
        Seat.objects.create(event=event, number=9, kind="reserve", row=row(other, "A"), chair=1)
    put(event, 1, row(event, "A"), 2)
    with refused("registrations_seat_in_hall"):
        Seat.objects.filter(event=event, number=1).update(event=other)


def test_a_chair_with_a_seat_does_not_go_from_the_hall(event: Event) -> None:
    hall_service.arrange(event)
    with refused("registrations_seat_in_hall"):
        HallRow.objects.filter(name="A").update(chairs=1)
    with pytest.raises(RestrictedError):
        row(event, "A").delete()
    with refused("registrations_seat_row_id"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM registrations_hallrow WHERE name = 'A'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    HallRow.objects.filter(name="A").update(chairs=9)


def test_a_hall_stays_with_its_ceremony(event: Event) -> None:
    other = make_seating()
    with refused("registrations_hall_of_event"):
        HallRow.objects.filter(name="A").update(seating=other)
    with refused("registrations_hall_of_event"):
        Seating.objects.filter(pk=other.pk).update(event=EventFactory())


def test_a_ceremony_goes_with_its_hall(event: Event) -> None:
    hall_service.arrange(event)
    event.delete()
    assert not Seat.objects.exists()
    assert not HallRow.objects.exists()


# any order of steps

STEP = st.tuples(
    st.sampled_from(["swap", "move", "arrange", "anew", "come", "cancel", "place", "resize"]),
    st.integers(0, 20),
    st.integers(0, 20),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, max_size=25))
def test_no_order_of_steps_puts_two_on_one_chair_or_loses_anybody(steps: Any) -> None:
    with transaction.atomic():
        event = make_seating(public_seats=4, reserve_seats=2).event
        make_hall(event, A=2, B=3)
        chairs = [("A", 1), ("A", 2), ("B", 1), ("B", 2), ("B", 3), ("C", 1), ("", None)]
        holders = {comes(event).pk: None for _n in range(3)}
        for name, x, y in steps:
            seats = list(event.seats.order_by("number"))
            one, other = seats[x % len(seats)], seats[y % len(seats)]
            before = set(Seat.objects.placed().values_list("row", "chair"))
            seated = set(Registration.objects.filter(status="confirmed").values_list("seat"))
            try:
                if name == "swap":
                    hall_service.swap(one, other)
                elif name == "move":
                    hall_service.move(one, chairs[y % 6][0], chairs[y % 6][1] or 0)
                elif name == "place":
                    hall_service.assign({one.pk: chairs[y % 7], other.pk: chairs[x % 7]})
                elif name == "come":
                    holders[comes(event).pk] = None
                elif name == "cancel":
                    transitions.cancel(Registration.objects.get(pk=list(holders)[x % len(holders)]))
                elif name == "resize":
                    capacity.resize(event.seating, public_seats=3 + x % 3, reserve_seats=y % 3)
                else:
                    hall_service.arrange(event, anew=name == "anew")
            except RegistrationError:
                after = set(Seat.objects.placed().values_list("row", "chair"))
                assert after == before
            if name in ("swap", "move", "arrange", "anew", "place"):
                now = Registration.objects.filter(status="confirmed").values_list("seat")
                assert set(now) == seated
            if name == "swap":
                assert set(Seat.objects.placed().values_list("row", "chair")) == before
            assert list(violations()) == []
        transaction.set_rollback(True)


# the picture


def test_hall_tells_who_sits_where_and_who_has_no_chair(event: Event) -> None:
    high = DelegationFactory(event=event, position=2, protocol_rank=10)
    low = DelegationFactory(event=event, position=1, protocol_rank=90)
    first = comes(event, name="Nguyễn Thị Hòa", delegation_id=low.pk)
    second = comes(event, delegation_id=high.pk)
    hall_service.move(seat_of(first), "B", 2)

    hall = hall_of(event)

    sitting = [(c.row.name, c.number, c.short, c.mark) for c in hall.chairs if c.holder and c.row]
    assert sitting == [("B", 2, "N.T. Hòa", 2)]
    assert [chair.holder for chair in hall.unplaced] == [second]
    assert [(mark, d.pk, n) for mark, d, n in hall.delegations] == [(1, high.pk, 1), (2, low.pk, 1)]
    assert hall.sitting == 1
    assert hall.chairs[3].about == (f"Nguyễn Thị Hòa, Sở Thử nghiệm, {low.name} (thứ tự lễ tân 90)")


@pytest.mark.parametrize(
    ("name", "short"),
    [("Nguyễn Thị Hòa", "N.T. Hòa"), ("đặng ánh", "Đ. ánh"), ("Hòa", "Hòa"), ("", "")],
)
def test_a_name_becomes_short(name: str, short: str) -> None:
    assert initials(name) == short


def test_pages_of_steps_tell_the_chair_and_no_second_number(client: Client, event: Event) -> None:
    invitation = make_invitation(event)
    registration = named(invitation)
    hall_service.arrange(event)
    own, office = registration.get_absolute_url(), invitation.get_absolute_url()
    for page in (f"{own}huy/", f"{office}huy/{delegate_key(registration)}/"):
        text = client.get(page).content.decode()
        assert "Hàng A, ghế 1" in text, page
        assert "số 1" not in text, page


@pytest.mark.parametrize(
    ("channel", "position", "stays"),
    [
        ("public", "Chủ tịch Ủy ban nhân dân tỉnh", False),
        ("public", "Chuyên viên", True),
        ("invitation", "Giám đốc", True),
    ],
)
def test_what_strangers_claim_of_themselves_later_nobody_has_verified(
    channel: str, position: str, stays: bool
) -> None:
    event = make_seating(public_seats=3).event
    if channel == "public":
        one = make_registration(event, position="Chuyên viên")
        verification.mark([one.pk], verified=True)
    else:
        one = named(make_invitation(event), position="Chuyên viên")
    one.refresh_from_db()
    delegate = make_delegate(name=one.name, organisation=one.organisation, position=position)
    assert invitations.correct_own(one, delegate=delegate).verified is stays
