"""For all tests: the embedded PostgreSQL runs while they do, unless DATABASE_URL is set."""

import os
from contextlib import ExitStack

import pytest

from contest_portal import embedded_postgres


def pytest_configure(config: pytest.Config) -> None:
    if not os.environ.get("DATABASE_URL"):
        stack = ExitStack()
        stack.enter_context(embedded_postgres.joined())
        config.add_cleanup(stack.close)
