"""Memoranda in each state, and who works on them."""

import pytest
from django.test import Client

from events.models import Event
from sponsorship import services
from sponsorship.models import Instalment, Memorandum
from tests.factories import EventFactory, complete_memorandum, signed_memorandum
from tests.people import signed_in
from tests.sponsorship.admin.pages import Status


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    return EventFactory(published=True)


@pytest.fixture
def draft(event: Event) -> Memorandum:
    return complete_memorandum(event)


@pytest.fixture
def agreed(draft: Memorandum) -> Memorandum:
    return services.change_status(draft, Status.AGREED)


@pytest.fixture
def signed(event: Event) -> Memorandum:
    return signed_memorandum(event)


@pytest.fixture
def instalment(signed: Memorandum) -> Instalment:
    return Instalment.objects.get(contribution__memorandum=signed)
