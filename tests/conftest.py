"""For all tests: the embedded PostgreSQL runs while they do, unless DATABASE_URL is set."""

import os

import pytest

from contest_portal import embedded_postgres


def pytest_configure(config: pytest.Config) -> None:
    if not os.environ.get("DATABASE_URL"):
        server = embedded_postgres.joined()
        server.__enter__()
        config.add_cleanup(lambda: server.__exit__(None, None, None))
