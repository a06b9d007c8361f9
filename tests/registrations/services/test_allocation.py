"""Seats kept for delegations, the pause and the end of promotion, and the reasons told."""

import datetime

import pytest
from django.utils import timezone

from events.models import Event
from registrations.invariants import violations
from registrations.models import Registration, Seating
from registrations.public.availability import availability
from registrations.services import capacity, transitions
from registrations.services.allocation import FreeSeats
from registrations.services.waiting_list import waiting_list
from tests.factories import DelegationFactory, make_delegate, make_registration, make_seating

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
Status = Registration.Status


@pytest.fixture
def event():
    """Four public seats, two of them allotted to `own`."""
    return make_seating(public_seats=4, reserve_seats=1).event


@pytest.fixture
def own(event):
    return DelegationFactory(event=event, allotment=2)


@pytest.fixture
def other(event):
    return DelegationFactory(event=event)


@pytest.fixture(autouse=True)
def sweep(event, own, other):
    yield
    assert list(violations()) == []


def come(event, delegation=None) -> Registration:
    return make_registration(event, delegation_id=delegation.pk if delegation else None)


def states(*registrations) -> list[str]:
    found = Registration.objects.in_bulk([r.pk for r in registrations])
    return [found[r.pk].status for r in registrations]


def rules(event, **values) -> list[Registration]:
    """Set rules of the seating as the organizers' page does."""
    seating = Seating.objects.get(event=event)
    numbers = {name: getattr(seating, name) for name in ("public_seats", "reserve_seats")}
    return capacity.resize(seating, **numbers, **values)


def reasons(event) -> list[str]:
    return [place.reason for place in waiting_list(event).entries]


def test_others_wait_for_what_is_kept(event, own, other):
    first, second, third = come(event, other), come(event), come(event, other)
    assert states(first, second, third) == [Status.CONFIRMED, Status.CONFIRMED, Status.WAITING]
    assert reasons(event) == [
        "Các chỗ còn trống đang giữ cho thành phần khác đến khi buổi lễ bắt đầu."
    ]


def test_the_delegation_has_its_seats_whoever_waits(event, own, other):
    others = [come(event, other) for _n in range(3)]
    mine = [come(event, own) for _n in range(3)]
    assert states(*others) == [Status.CONFIRMED, Status.CONFIRMED, Status.WAITING]
    assert states(*mine) == [Status.CONFIRMED, Status.CONFIRMED, Status.WAITING]
    assert [r.out_of_turn for r in mine] == [True, True, False]
    assert reasons(event) == ["Đã hết chỗ mở đăng ký."] * 2


def test_own_seats_are_used_first_and_what_is_open_stays_open(event, own, other):
    come(event, own)
    assert (availability().left, availability().kept) == (2, 1)
    assert states(come(event, other), come(event, other), come(event, other)) == [
        Status.CONFIRMED,
        Status.CONFIRMED,
        Status.WAITING,
    ]


def test_more_than_the_allotment_come_like_everybody(event, own, other):
    assert states(*(come(event, own) for _n in range(4))) == [Status.CONFIRMED] * 4
    assert states(come(event, other)) == [Status.WAITING]


def test_a_kept_seat_that_gets_free_is_kept_again(event, own, other):
    mine = [come(event, own), come(event, own)]
    for _n in range(2):
        come(event, other)
    waits = come(event, other)
    late = come(event, own)
    transitions.cancel(mine[0])
    # the first in line is passed over: the seat belongs to the delegation of the second
    assert states(waits, late) == [Status.WAITING, Status.CONFIRMED]


def test_what_was_open_goes_to_the_first_in_line(event, own, other):
    taken = [come(event, other), come(event, other)]
    waits = [come(event, other), come(event)]
    transitions.cancel(taken[0])
    assert states(*waits) == [Status.CONFIRMED, Status.WAITING]


def test_after_the_release_the_line_gets_what_was_kept(event, own, other):
    waits = [come(event, other) for _n in range(4)][2:]
    rules(event, allotments_until=timezone.now() + HOUR)
    assert transitions.promote_due() == 0
    assert reasons(event)[0].startswith("Các chỗ còn trống đang giữ cho thành phần khác đến")
    Seating.objects.update(allotments_until=timezone.now() - HOUR)
    assert reasons(event) == ["Sẽ được xếp chỗ trong vòng một phút."] * 2
    assert transitions.promote_due() == 2
    assert transitions.promote_due() == 0
    assert states(*waits) == [Status.CONFIRMED] * 2


def test_a_newcomer_in_the_moment_of_the_release_overtakes_nobody(event, own, other):
    waits = [come(event, other) for _n in range(4)][2:]
    Seating.objects.update(allotments_until=timezone.now() - HOUR)
    late = come(event, own)
    assert states(late) == [Status.WAITING]
    transitions.promote_due()
    assert states(*waits, late) == [Status.CONFIRMED, Status.CONFIRMED, Status.WAITING]


def test_a_smaller_allotment_frees_seats(event, own, other):
    waits = [come(event, other) for _n in range(4)][2:]
    own.allotment = 1
    own.save()
    assert transitions.promote_due() == 1
    assert states(*waits) == [Status.CONFIRMED, Status.WAITING]


def test_more_allotted_than_there_is_locks_nobody_out(event, own, other):
    other.allotment = 4
    other.save()
    assert states(come(event)) == [Status.WAITING]
    assert states(*(come(event, other) for _n in range(3))) == [Status.CONFIRMED] * 3
    assert states(come(event, own), come(event, own)) == [Status.CONFIRMED, Status.WAITING]


def test_a_corrected_delegation_opens_the_seat_that_is_kept_for_it(event, own, other):
    waits = [come(event, other) for _n in range(3)][2]
    delegate = make_delegate(delegation_id=own.pk, name=waits.name, organisation=waits.organisation)
    corrected = transitions.correct(waits, delegate=delegate)
    assert (corrected.status, corrected.seat.number) == (Status.CONFIRMED, 3)


def test_an_approved_delegate_takes_the_seat_kept_for_the_delegation(event, own, other):
    for _n in range(3):
        come(event, other)
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    asks = come(event, own)
    assert (asks.status, asks.seat) == (Status.PENDING, None)
    approved = transitions.approve(asks)
    assert (approved.status, approved.out_of_turn) == (Status.CONFIRMED, True)


def test_a_reserve_seat_does_not_count_for_the_allotment(event, own, other):
    for _n in range(3):
        come(event, other)
    waits = [come(event, own) for _n in range(3)][2]
    transitions.give_reserve_seat(waits, reason="Khách mời của tỉnh")
    transitions.cancel(Registration.objects.filter(delegation=own).order_by("pk").first())
    assert waiting_list(event).kept == [(own.name, 1)]


def test_nobody_is_promoted_during_the_pause(event, own, other):
    taken = [come(event, other), come(event, other)]
    waits = come(event, other)
    rules(event, promotion_paused=True)
    transitions.cancel(taken[0])
    assert (transitions.promote_due(), states(waits)) == (0, [Status.WAITING])
    assert reasons(event) == ["Ban Tổ chức đang tạm dừng xếp chỗ cho danh sách chờ."]
    # a newcomer does not slip in meanwhile, except onto a seat of the own delegation
    late, mine = come(event, other), come(event, own)
    assert states(late, mine) == [Status.WAITING, Status.CONFIRMED]
    assert [r.pk for r in rules(event, promotion_paused=False)] == [waits.pk]


def test_a_newcomer_of_the_delegation_does_not_overtake_its_own_who_wait(event, own, other):
    for delegation in (own, own, other, other):
        last = come(event, delegation)
    waits = come(event, own)
    rules(event, promotion_paused=True)
    transitions.cancel(event.registrations.filter(delegation=own).first())
    late = come(event, own)  # a seat is kept for the delegation, but one of it stands before
    assert states(last, waits, late) == [Status.CONFIRMED, Status.WAITING, Status.WAITING]
    assert [r.pk for r in rules(event, promotion_paused=False)] == [waits.pk]


def test_nobody_is_promoted_after_the_end(event, own, other):
    taken = [come(event, other), come(event, other)]
    waits = come(event, other)
    end = timezone.now() - HOUR
    rules(event, promotion_until=end)
    transitions.cancel(taken[0])
    assert states(waits) == [Status.WAITING]
    told = f"Đã ngừng xếp chỗ cho danh sách chờ từ {timezone.localtime(end):%H:%M %d/%m/%Y}."
    assert reasons(event) == [told]
    rules(event, promotion_until=None)
    assert states(waits) == [Status.CONFIRMED]


def test_nobody_is_promoted_once_the_ceremony_has_begun(event, own, other):
    taken = [come(event, other), come(event, other)]
    waits = come(event, other)
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - HOUR)
    transitions.cancel(taken[0])
    assert (transitions.promote_due(), states(waits)) == (0, [Status.WAITING])
    # the free seats are kept for nobody any more; still nobody is called
    assert reasons(Event.objects.get(pk=event.pk)) == ["Buổi lễ đã bắt đầu."]


def test_each_place_in_line_has_its_own_reason(event, own, other):
    taken = [come(event, other), come(event, other)]
    for delegation in (other, None, own, own, own):
        come(event, delegation)
    rules(event, promotion_paused=True)
    transitions.cancel(taken[0])
    before = "Các chỗ còn trống thuộc về những người đứng trước."
    paused = "Ban Tổ chức đang tạm dừng xếp chỗ cho danh sách chờ."
    assert reasons(event) == [paused, before, before]
    assert [place.number for place in waiting_list(event).entries] == [1, 2, 3]


def test_the_public_is_told_what_is_kept(event, own, other):
    for _n in range(2):
        come(event, other)
    now = availability()
    assert (now.total, now.left, now.kept) == (4, 0, 2)
    Seating.objects.update(allotments_until=timezone.now() - HOUR)
    now = availability()
    assert (now.total, now.left, now.kept) == (4, 2, 0)


def test_how_many_newcomers_would_have_a_seat():
    now = FreeSeats(seats=[1, 2, 3, 4], kept={7: 3})
    assert [now.for_newcomers(own) for own in (None, 7, 8)] == [1, 4, 1]
    now = FreeSeats(seats=[1, 2, 3, 4], kept={7: 3}, waiting=frozenset({0}))
    assert [now.for_newcomers(own) for own in (None, 7, 8)] == [0, 3, 0]
    now = FreeSeats(seats=[1, 2], kept={7: 3}, waiting=frozenset({7}))
    assert [now.for_newcomers(own) for own in (None, 7)] == [0, 0]
    assert FreeSeats(seats=[1], kept={7: 3}).for_newcomers(7) == 1
