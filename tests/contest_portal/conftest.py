"""The server of the databases, and a migrated one that may be copied."""

import pytest

from tests import migrated_database


@pytest.fixture(scope="session")
def server_url() -> str:
    return migrated_database.server_url()


@pytest.fixture(scope="session")
def migrated() -> str:
    """Give the name of an empty migrated database, in which nobody ever is, so it can be copied."""
    return migrated_database.name()
