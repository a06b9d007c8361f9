"""A day; every test ends with a sweep."""

import datetime

import pytest
import time_machine

from sponsorship.invariants import violations


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture(autouse=True)
def _sweep(db):
    yield
    assert list(violations()) == []
