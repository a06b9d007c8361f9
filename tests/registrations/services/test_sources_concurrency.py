"""A burst is taken back while others come and go: real connections, real locks."""

from collections import Counter

import pytest

from registrations.models import Registration
from registrations.services import registration as registration_service
from registrations.services import sources, transitions
from registrations.services.origins import PublicForm
from registrations.services.sources import TakenBack, digest
from tests.factories import make_delegate, make_seating
from tests.registrations.crowd import check_everything, committed, together

pytestmark = committed

Status = Registration.Status


@pytest.fixture(autouse=True)
def sweep():
    yield
    check_everything()


def register(event, network: str) -> Registration:
    source = digest(event, network)
    return registration_service.register(
        event=event, delegate=make_delegate(), origin=PublicForm(source=source)
    )


def states() -> Counter:
    return Counter(Registration.objects.values_list("status", flat=True))


def test_two_organizers_take_the_same_burst_back():
    event = make_seating(public_seats=15, reserve_seats=0).event
    burst = [register(event, "a") for _n in range(15)]
    waiting = [register(event, f"b{n}") for n in range(20)]

    def take_back() -> TakenBack:
        return sources.take_back(burst[0], [row.pk for row in burst], silently=True)

    done = sorted(together(take_back, take_back), key=lambda one: len(one.cancelled))
    assert (done[0].cancelled, done[0].promoted) == ([], [])
    assert done[1].cancelled == burst
    assert done[1].promoted == waiting[:15]
    assert states() == {Status.CANCELLED: 15, Status.CONFIRMED: 15, Status.WAITING: 5}


def test_newcomers_and_who_cancels_meanwhile_keep_the_order_of_the_line():
    event = make_seating(public_seats=10, reserve_seats=0).event
    burst = [register(event, "a") for _n in range(10)]
    waiting = [register(event, f"b{n}") for n in range(4)]

    def come() -> list[Registration]:
        return [register(event, f"c{n}") for n in range(12)]

    def leave() -> list[Registration]:
        return [transitions.cancel(row) for row in burst[:5]]

    def take_back() -> TakenBack:
        return sources.take_back(burst[-1], [row.pk for row in burst])

    _come, _leave, done = together(come, leave, take_back)
    assert set(done.cancelled) <= set(burst)
    assert states() == {Status.CANCELLED: 10, Status.CONFIRMED: 10, Status.WAITING: 6}
    seated = Registration.objects.filter(status=Status.CONFIRMED).order_by("pk")
    line = Registration.objects.exclude(status=Status.CANCELLED).order_by("pk")
    assert list(seated) == list(line[:10])
    assert set(waiting) <= set(seated)
