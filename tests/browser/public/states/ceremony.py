"""The pages of a ceremony before, on and after its day, and of an empty portal."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from tests.browser.public.states.states import (
    Shown,
    at,
    changed,
    state,
)
from tests.factories import (
    EventFactory,
)
from tests.whole_portal import World


@state("home, before the day is fixed")
def no_hour(world: World) -> Iterator[Shown]:
    with changed(world.event, starts_at=None):
        yield Shown("/")


@state("home, on the day")
def on_the_day(world: World) -> Iterator[Shown]:
    with at(world.event, timezone.now() - datetime.timedelta(minutes=1)):
        yield Shown("/")


@state("home, afterwards")
def afterwards(world: World) -> Iterator[Shown]:
    with at(world.event, timezone.now() - datetime.timedelta(days=3)):
        yield Shown("/")


EMPTY = (
    "home", "agenda:programme", "rules:shown", "news:posts", "questions:questions",
    "videos:videos", "downloads:downloads", "contact:contact", "milestones:milestones",
    "sponsorship:sponsors", "registrations:register", "search",
)  # fmt: skip


def enter_bare(name: str) -> None:
    """Enter a page without a ceremony, and with one of which nothing else is known yet."""

    @state(f"{name}, of an empty portal")
    def empty(world: World) -> Iterator[Shown]:
        with changed(world.event, published=False):
            yield Shown(reverse(name))

    @state(f"{name}, of a bare ceremony")
    def bare(world: World) -> Iterator[Shown]:
        day = datetime.date(2029, 5, 1)
        event = EventFactory(window_start=day, window_end=day)
        yield Shown(reverse(name))
        event.delete()


for _name in EMPTY:
    enter_bare(_name)
