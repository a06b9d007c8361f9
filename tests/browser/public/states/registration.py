"""The registration, and the page of a delegate."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from registrations.models import Seating
from registrations.services import transitions
from tests.browser.public.states.states import (
    Shown,
    at,
    changed,
    full_hall,
    send,
    state,
)
from tests.factories import (
    make_registration,
)
from tests.whole_portal import World


def enter_seats(name: str, **values: Any) -> None:
    """Enter the page of registration under other rules."""

    @state(f"registration, {name}")
    def seats(world: World) -> Iterator[Shown]:
        with changed(world.event.seating, **values):
            yield Shown("/dang-ky/")


LONG_AGO, FAR_OFF = (timezone.now() + datetime.timedelta(days) for days in (-9, 9))
enter_seats("by invitation only", policy=Seating.Policy.INVITED)
enter_seats("with approval", policy=Seating.Policy.APPROVAL)
enter_seats("before it opens", opens_at=FAR_OFF)
enter_seats("closed", closes_at=LONG_AGO)


@state("registration, the ceremony has begun")
def begun(world: World) -> Iterator[Shown]:
    with at(world.event, timezone.now() - datetime.timedelta(minutes=1)):
        yield Shown("/dang-ky/")


@state("registration, the ceremony is over")
def over(world: World) -> Iterator[Shown]:
    with at(world.event, timezone.now() - datetime.timedelta(days=3)):
        yield Shown("/dang-ky/")


@state("registration, sent empty")
def refused(world: World) -> Iterator[Shown]:
    yield Shown("/dang-ky/", send)


@state("registration, sent after it has closed")
def sent_late(world: World) -> Iterator[Shown]:
    seating = world.event.seating

    def act(page: Page) -> None:
        page.locator("[name=name]").fill("Trần Thị Mẫu")
        with changed(seating, closes_at=LONG_AGO):
            send(page)

    yield Shown("/dang-ky/", act)


@state("registration, sent for another ceremony")
def sent_for_another(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name=ceremony]").evaluate("one => { one.value = '0' }")
        send(page)

    yield Shown("/dang-ky/", act)


@state("registration, full")
def full(world: World) -> Iterator[Shown]:
    with full_hall():
        yield Shown("/dang-ky/")


@state("own page, waiting")
def waiting(world: World) -> Iterator[Shown]:
    with full_hall() as event:
        yield Shown(make_registration(event).get_absolute_url())


@state("own page, to be approved")
def pending(world: World) -> Iterator[Shown]:
    with changed(world.event.seating, policy=Seating.Policy.APPROVAL):
        yield Shown(make_registration(world.event).get_absolute_url())


@state("own page, refused")
def declined(world: World) -> Iterator[Shown]:
    with changed(world.event.seating, policy=Seating.Policy.APPROVAL):
        made = make_registration(world.event)
        transitions.decline(made, reason="Hội trường đã kín chỗ.")
        yield Shown(made.get_absolute_url())


@state("own page, cancelled")
def cancelled(world: World) -> Iterator[Shown]:
    made = make_registration(world.event)
    transitions.cancel(made)
    yield Shown(made.get_absolute_url())


@state("own page, afterwards")
def own_afterwards(world: World) -> Iterator[Shown]:
    made = make_registration(world.event)
    with at(world.event, timezone.now() - datetime.timedelta(days=3)):
        yield Shown(made.get_absolute_url())


@state("personal data, a request refused")
def data_refused(world: World) -> Iterator[Shown]:
    own = world.arguments["registrations:own_data.token"][0]
    yield Shown(reverse("registrations:own_data", args=[own]), send)


@state("lost link, refused")
def find_refused(world: World) -> Iterator[Shown]:
    yield Shown(reverse("registrations:find"), send)


@state("lost link, asked")
def find_asked(world: World) -> Iterator[Shown]:
    def ask(page: Page) -> None:
        page.locator("[name=email]").fill("khong-ai@example.vn")
        send(page)

    yield Shown(reverse("registrations:find"), ask)


@state("lost link, of nobody")
def lost(world: World) -> Iterator[Shown]:
    yield Shown(f"/dang-ky/{'x' * 32}/", status=404)
