"""System checks of the roof: what would go wrong later is said at once."""

from pathlib import Path

import pytest
from django.db import connection

from contest_portal import checks


def ids(messages: list) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.django_db
def test_this_database_is_accepted():
    assert checks.check_postgresql(databases=["default"]) == []


@pytest.mark.django_db
def test_old_postgresql_is_refused(settings):
    newer = checks.POSTGRESQL_MIN
    try:
        checks.POSTGRESQL_MIN = connection.pg_version + 1
        assert ids(checks.check_postgresql(databases=["default"])) == ["contest_portal.E002"]
    finally:
        checks.POSTGRESQL_MIN = newer


def test_installed_packages_are_accepted():
    assert checks.check_front_end_packages() == []


def test_missing_packages_are_named(settings):
    settings.PAPER_FONTS_DIR = Path(settings.BASE_DIR) / "node_modules/khong-co"
    (message,) = checks.check_front_end_packages()
    assert (message.id, message.msg) == (
        "contest_portal.E003",
        "Front-end packages are missing: node_modules/khong-co.",
    )


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", []),
        ("django.core.mail.backends.console.EmailBackend", ["contest_portal.W001"]),
    ],
)
def test_letters_need_a_mail_server(settings, backend, expected):
    settings.EMAIL_BACKEND = backend
    assert ids(checks.check_mail()) == expected
