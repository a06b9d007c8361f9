"""A ceremony with seats, and who works on its delegates."""

import pytest
from django.test import Client

from events.models import Event
from registrations.models import Seating
from tests.factories import make_seating
from tests.people import signed_in


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def seating() -> Seating:
    return make_seating(public_seats=2, reserve_seats=1)


@pytest.fixture
def event(seating: Seating) -> Event:
    return seating.event
