"""Delegations with seats of their own in a rush: real connections, and a sweep at the end."""

import random
from collections import Counter

import pytest
from django.utils import timezone

from registrations.models import Registration, Seat, Seating
from registrations.services import capacity, transitions
from tests.factories import DelegationFactory, make_registration, make_seating
from tests.registrations.crowd import check_everything, committed, rush, together

pytestmark = committed

Status = Registration.Status


@pytest.fixture(autouse=True)
def sweep():
    yield
    check_everything()


@pytest.fixture
def event():
    return make_seating(public_seats=60, reserve_seats=0).event


@pytest.fixture
def delegations(event):
    """Twenty seats for the first, ten for the second, none for the third."""
    return [DelegationFactory(event=event, allotment=seats) for seats in (20, 10, None)]


def come(event, delegation) -> Registration:
    return make_registration(event, delegation_id=delegation.pk)


def seated() -> Counter:
    rows = Registration.objects.filter(status=Status.CONFIRMED)
    return Counter(rows.values_list("delegation", flat=True))


def nobody_waits_beside_a_free_seat() -> bool:
    return not (Registration.objects.waiting().exists() and Seat.objects.public().free().exists())


def test_300_people_of_three_delegations(event, delegations):
    jobs = [delegations[n % 3] for n in range(300)]
    random.Random(3).shuffle(jobs)
    rush(lambda delegation: come(event, delegation), jobs, threads=16)
    first, second, third = (seated()[delegation.pk] for delegation in delegations)
    assert first + second + third == 60
    assert (first >= 20, second >= 10, third <= 30) == (True, True, True)
    # of one delegation, who came first has the seat
    for delegation in delegations:
        arrivals = Registration.objects.filter(delegation=delegation).order_by("pk")
        states = list(arrivals.values_list("status", flat=True))
        assert states == sorted(states)  # confirmed stands before waiting in the alphabet, too


def test_kept_seats_are_there_after_a_rush_of_others(event, delegations):
    rush(lambda _n: come(event, delegations[2]), range(80), threads=16)
    assert seated() == {delegations[2].pk: 30}
    rush(lambda n: come(event, delegations[n % 2]), range(60), threads=16)
    assert seated() == {delegations[0].pk: 20, delegations[1].pk: 10, delegations[2].pk: 30}


def test_release_while_people_register_and_cancel(event, delegations):
    before = [come(event, delegations[2]) for _n in range(40)]

    def release() -> None:
        Seating.objects.update(allotments_until=timezone.now())
        for _n in range(5):
            transitions.promote_due()

    def newcomers() -> None:
        for number in range(20):
            come(event, delegations[number % 3])

    def cancelling() -> None:
        for registration in before[:15]:
            transitions.cancel(registration)

    together(release, newcomers, cancelling, newcomers)
    transitions.promote_due()
    assert sum(seated().values()) == 60
    assert nobody_waits_beside_a_free_seat()


def test_pausing_while_seats_get_free(event, delegations):
    seating = event.seating
    Seating.objects.update(allotments_until=timezone.now())
    made = [come(event, delegations[2]) for _n in range(90)]

    def organizer() -> None:
        for paused in (True, False, True, False):
            capacity.resize(seating, public_seats=60, reserve_seats=0, promotion_paused=paused)

    together(organizer, lambda: [transitions.cancel(one) for one in made[:20]], organizer)
    assert Seating.objects.get().promotion_paused is False
    assert nobody_waits_beside_a_free_seat()
    assert seated() == {delegations[2].pk: 60}


def test_approving_for_a_delegation_from_several_sides(event, delegations):
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    pending = [come(event, delegations[n % 3]) for n in range(150)]
    random.Random(5).shuffle(pending)
    rush(transitions.approve, pending, threads=8)
    first, second, third = (seated()[delegation.pk] for delegation in delegations)
    assert first + second + third == 60
    assert (first >= 20, second >= 10, third <= 30) == (True, True, True)
