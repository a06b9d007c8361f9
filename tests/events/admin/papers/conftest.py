"""A day, a ceremony with a plan, and who keeps the register."""

import datetime

import pytest
import time_machine
from django.test import Client

from events.models import Event
from tests import signing
from tests.factories import PlanFactory
from tests.people import signed_in


@pytest.fixture(scope="module")
def person() -> signing.Person:
    return signing.Person("Nguyễn Văn Thử", "Sở Thử nghiệm")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2025, 1, 25, 5, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    return PlanFactory(subject="Tổ chức Lễ thử", event__published=False).event
