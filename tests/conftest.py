"""For all tests: the embedded PostgreSQL runs while they do, unless DATABASE_URL is set."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase, override_settings

from contest_portal import embedded_postgres


def pytest_configure(config: pytest.Config) -> None:
    if not os.environ.get("DATABASE_URL"):
        stack = ExitStack()
        stack.enter_context(embedded_postgres.joined())
        config.add_cleanup(stack.close)


@pytest.fixture(autouse=True, scope="session")
def _papers_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep finished papers apart from those that an earlier code has made."""
    papers = {**dict(settings.CACHES["papers"]), "LOCATION": tmp_path_factory.mktemp("papers")}
    with override_settings(CACHES={**settings.CACHES, "papers": papers}):
        yield


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    """Forget the pages of earlier tests: without a commit the content version stays the same."""
    cache.clear()


def _empty_tables(self: TransactionTestCase) -> None:
    """Empty our own tables and the accounts after a test that commits.

    Django would empty every table: that takes ten times as long, and the content types and
    permissions that it makes anew have other keys than those that a portal under test remembers.
    """
    ours = (
        "agenda",
        "contest_portal",
        "events",
        "registrations",
        "sponsorship",
        "axes",
        "post_office",
        "sessions",
    )
    models = [model for name in ours for model in apps.get_app_config(name).get_models()]
    tables = {model._meta.db_table for model in models} | {"auth_user"}
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(sorted(tables))} CASCADE")


TransactionTestCase._fixture_teardown = _empty_tables
