"""Requests that no page of the editor sends: none is a fault of the portal, none loses anything."""

from typing import Any

import pytest
from django.test import Client

from agenda.services.programme import FIELDS
from events.models import Event
from tests.agenda.admin.programme.conftest import key_of, sent, step, titles
from tests.factories import AgendaItemFactory, EventFactory, UnitFactory

pytestmark = pytest.mark.django_db

HUGE = "9" * 19
KEYS = ["", "0", "-1", HUGE, "9" * 30, "1.5", "٣", "\x00", "²"]


def test_odd_keys_name_no_item(organizer: Client, event: Event) -> None:
    before = titles(event)
    for odd in KEYS:
        for do in ("duplicate", "remove", "up", "down", "move", "undo"):
            assert step(organizer, event, do, odd, behind=odd).status_code == 200
    assert step(organizer, event, "insert", behind=HUGE).status_code == 200
    assert titles(event) == before


def test_rows_of_another_ceremony_are_out_of_reach(organizer: Client, event: Event) -> None:
    other, unit = AgendaItemFactory(event=EventFactory()), UnitFactory(event=EventFactory())
    before, key = titles(event), key_of(event, "Khai mạc")
    for do in ("insert", "move", "up", "duplicate"):
        step(organizer, event, do, other.pk, behind=other.pk)
    step(organizer, event, "move", key, behind=other.pk)
    sent(organizer, event, "item", {"item": key, "shown-units": "", "units": unit.pk})
    assert titles(event) == before
    assert not event.agenda_items.filter(units=unit).exists()


ODD: list[dict[str, Any]] = [
    {"minutes": "-5"},
    {"minutes": "9" * 20},
    {"minutes": "1e3"},
    {"minutes": "NaN"},
    {"fixed_start": "25:61"},
    {"fixed_start": "8" * 5000},
    {"title": "a" * 10_000},
    {"title": "\u202e\u200b\x00"},
    {"title": b"\xed\xa0\xbd"},
    {"units": HUGE},
    {"members": "-1"},
    {"position": "3", "event": "1"},
    {"mine-title": "Khai mạc", "theirs": "position"},
]


@pytest.mark.parametrize("typed", ODD, ids=lambda typed: str(typed)[:30])
def test_odd_values_are_not_saved(organizer: Client, event: Event, typed: dict[str, Any]) -> None:
    key = key_of(event, "Khai mạc")
    before = event.agenda_items.values(*FIELDS, "position").get(pk=key)
    shown = {f"shown-{name}": "?" for name in typed}
    for page in ("hours", "item"):
        assert sent(organizer, event, page, {"item": key, **shown, **typed}).status_code == 200
    assert event.agenda_items.values(*FIELDS, "position").get(pk=key) == before
