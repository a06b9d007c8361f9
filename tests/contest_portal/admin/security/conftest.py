"""Codes of apps change every 30 seconds: each test begins with a period of its own."""

import time
from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture(autouse=True)
def _a_period_has_just_begun() -> Iterator[None]:
    with time_machine.travel(time.time() // 30 * 30 + 1):
        yield
