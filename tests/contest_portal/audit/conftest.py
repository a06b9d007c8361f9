"""A ceremony with a little of everything."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.factories import AgendaItemFactory, EventFactory, UnitFactory, make_seating
from tests.people import worker


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Return a ceremony with three public seats, one in reserve, an item and a unit."""
    starts_at = timezone.make_aware(datetime.datetime(2030, 2, 12, 8))
    event = make_seating(EventFactory(starts_at=starts_at)).event
    return SimpleNamespace(
        event=event,
        item=AgendaItemFactory(event=event, title="Khai mạc"),
        unit=UnitFactory(event=event),
        user=worker("organizer"),
    )
