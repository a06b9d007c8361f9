"""For all tests: the embedded PostgreSQL runs while they do, unless DATABASE_URL is set."""

import contextlib
import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from contest_portal import embedded_postgres
from contest_portal.admin.password_hashing import CountedHasher
from events.models import AppearanceFile
from events.web import pages, throttle
from tests import migrated_database

# a busy machine makes no test fail: what takes long is measured in the benchmark
hypothesis_settings.register_profile(
    "portal", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    stack = ExitStack()
    config.add_cleanup(stack.close)
    if not os.environ.get("DATABASE_URL"):
        stack.enter_context(embedded_postgres.joined())
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        stack.enter_context(migrated_database.made_meanwhile())


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over all that was imported, and come less often: it took an
    eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def _papers_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep finished papers apart from those that an earlier code has made."""
    papers = {**dict(settings.CACHES["papers"]), "LOCATION": tmp_path_factory.mktemp("papers")}
    with override_settings(CACHES={**settings.CACHES, "papers": papers}):
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_looked_up() -> Iterator[None]:
    """Do not read the list of all static files anew for each browser of a test: it took a quarter
    of the time of all tests together."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    """Begin in the language of the portal: what a page switched on in this thread stays on."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
END_OTHERS = OTHERS.replace("count(*)", "pg_terminate_backend(pid), state, left(query, 200)")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the test database be a copy of the migrated one."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database.name()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Drop the test database in peace: a server that was ended may need a moment to let go."""
    with django_db_blocker.unblock():
        _look_up_kinds()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.settings_dict["NAME"]
        for _n in range(300):
            cursor.execute(OTHERS, [name])
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)
        cursor.execute(END_OTHERS, [name])
        sys.stderr.write(f"connections that were left: {cursor.fetchall()}\n")


def _look_up_kinds() -> None:
    for concrete in (True, False):
        ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=concrete)


@pytest.fixture(autouse=True)
def _kinds_are_known(django_db_blocker: Any) -> None:
    """Know the content types before each test: else who asks first has a statement more."""
    if connection.settings_dict["NAME"].startswith("test_"):  # else there is no database yet
        with django_db_blocker.unblock():
            _look_up_kinds()


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    """Forget the pages of earlier tests: without a commit the content version stays the same."""
    pages.forget()


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords in no time: that it takes long is Django's."""
    monkeypatch.setattr(CountedHasher, "iterations", 1)


@pytest.fixture(autouse=True)
def _counters_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let chance choose no test to sweep old counters, and no slow one have a guess more."""
    monkeypatch.setattr(throttle, "FORGET_ONCE_IN", 10**12)
    monkeypatch.setattr(throttle, "MISSES_PER", throttle.DAY)


def empty_tables(_case: object = None) -> None:
    """Empty our own tables and the accounts after a test that commits: those that hold a row.

    Django would empty every table: that takes ten times as long, and the content types and
    permissions that it makes anew have other keys than those that a portal under test remembers.
    To truncate seventy tables takes half a second, which few rows are not worth. As truncating
    does, the lock waits for whoever is still writing; no trigger has a say. A request that is
    still under way may wait for us in turn: then PostgreSQL ends one of the two.
    """
    ours = (
        "agenda",
        "contest_portal",
        "events",
        "registrations",
        "sponsorship",
        "axes",
        "sessions",
    )
    models = [model for name in ours for model in apps.get_app_config(name).get_models()]
    models += [LogEntry, User]
    fields = [field for model in models for field in model._meta.local_many_to_many]
    models += [field.remote_field.through for field in fields]
    # a portal under test may look for a while as it did: its files have their digest as address
    tables = sorted({model._meta.db_table for model in models if model is not AppearanceFile})
    for _try in range(5):
        with contextlib.suppress(OperationalError):
            _delete_rows_of(tables)
            return
    _delete_rows_of(tables)


def _delete_rows_of(tables: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)}")
        some = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables]
        cursor.execute(" UNION ALL ".join(some))
        filled = [table for (table,) in cursor.fetchall()]
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        if filled:  # in one statement: keys that refer to each other are looked at behind it
            parts = [f"{table}_gone AS (DELETE FROM {table})" for table in filled]
            cursor.execute(f"WITH {', '.join(parts)} SELECT")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no row may point to one that went
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        # as truncating does: a portal under test may keep no page of this test
        cursor.execute("UPDATE events_content_version SET version = gen_random_uuid()")


TransactionTestCase._fixture_teardown = empty_tables
