"""Logs never tell about whom: no secret link, no value that the database quotes."""

import logging
from typing import Any

import pytest
from django.db import IntegrityError, connection

from contest_portal.logs import DiscreetFormatter
from tests.factories import EventFactory, make_registration, make_seating


def line(message: str, *args: object) -> str:
    record = logging.LogRecord("django", logging.ERROR, "", 1, message, args, None)
    return DiscreetFormatter("{levelname} {message}", style="{").format(record)


def test_secret_link_is_hidden():
    token = "a-Zk93jdkGHslw02jd_sLdk3jfGHa2ld"
    assert line("Not Found: %s", f"/dang-ky/{token}/huy/") == "ERROR Not Found: /dang-ky/…/huy/"
    assert line("Not Found: %s", f"/en/dang-ky/{token}/") == "ERROR Not Found: /en/dang-ky/…/"


def test_other_addresses_stay():
    assert line("Not Found: %s", "/chuong-trinh/xyz") == "ERROR Not Found: /chuong-trinh/xyz"


@pytest.mark.django_db(transaction=True)
def test_values_quoted_by_the_database_are_hidden():
    event = EventFactory()
    make_seating(event)
    registration = make_registration(event, name="Trần Thị Bí Mật")
    formatter = DiscreetFormatter("{message}", style="{")
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registrations_registration SELECT * FROM registrations_registration"
        )
    assert f"({registration.pk})" in str(caught.value)
    told = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("django", logging.ERROR, "", 1, "broken", (), told)
    text = formatter.format(record)
    assert "DETAIL: …" in text
    assert f"({registration.pk})" not in text


def test_portal_logs_with_it(settings):
    logging_settings: dict[str, Any] = settings.LOGGING
    (name,) = {handler["formatter"] for handler in logging_settings["handlers"].values()}
    assert logging_settings["formatters"][name]["()"] == "contest_portal.logs.DiscreetFormatter"
