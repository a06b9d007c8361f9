"""What a page of the public can look like besides its usual state: one function for each."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone
from playwright.sync_api import Page

from events.models import Event
from tests.factories import (
    EventFactory,
    make_registration,
    make_seating,
)
from tests.whole_portal import World


def nothing(page: Page) -> None:
    """Leave the page as it comes."""


@dataclass(frozen=True)
class Shown:
    """Where a state is seen, what is done there first, and the status that the browser notes."""

    path: str
    act: Callable[[Page], None] = nothing
    status: int = 200


State = Callable[[World], AbstractContextManager[Shown]]
STATES: dict[str, State] = {}


def state(name: str) -> Callable[[Callable[[World], Iterator[Shown]]], State]:
    """Enter a function into `STATES`; what it changes of pages of others it puts back."""

    def enter(function: Callable[[World], Iterator[Shown]]) -> State:
        STATES[name] = contextmanager(function)
        return STATES[name]

    return enter


@contextmanager
def changed(row: Model, **values: Any) -> Iterator[None]:
    """Write other values past all rules, and the old ones in the end."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    before = rows.values(*values).get()
    rows.update(**values)
    yield
    rows.update(**before)


def send(page: Page) -> None:
    """Send the main form of the page as it stands."""
    with page.expect_navigation():
        page.locator("main form [type=submit].btn").last.click()


def at(event: Event, when: datetime.datetime, **values: Any) -> AbstractContextManager[None]:
    """Let the ceremony begin at another hour."""
    day = timezone.localdate(when)
    return changed(event, starts_at=when, window_start=day, window_end=day, **values)


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def enter_path(name: str, path: str, **more: Any) -> None:
    """Enter what an address alone shows."""

    @state(name)
    def there(world: World) -> Iterator[Shown]:
        yield Shown(path, **more)


@contextmanager
def full_hall() -> Iterator[Event]:
    """An earlier ceremony whose only seat is taken."""
    day = datetime.date(2029, 5, 1)
    seating = make_seating(
        EventFactory(window_start=day, window_end=day), public_seats=1, reserve_seats=0
    )
    make_registration(seating.event)
    yield seating.event
    Event.objects.filter(pk=seating.event_id).update(published=False)
