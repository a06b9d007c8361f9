"""Logs never tell about whom: no secret link, no value that the database quotes."""

import logging
from typing import Any

import pytest
from django.db import IntegrityError, connection

from contest_portal.logs import DiscreetFormatter
from registrations.models import Registration
from tests.factories import EventFactory, make_registration, make_seating


def line(message: str, *args: object) -> str:
    record = logging.LogRecord("django", logging.ERROR, "", 1, message, args, None)
    return DiscreetFormatter("{levelname} {message}", style="{").format(record)


def test_secret_link_is_hidden():
    token = "a-Zk93jdkGHslw02jd_sLdk3jfGHa2ld"
    assert line("Not Found: %s", f"/dang-ky/{token}/huy/") == "ERROR Not Found: /dang-ky/…/huy/"
    assert line("Not Found: %s", f"/en/dang-ky/{token}/") == "ERROR Not Found: /en/dang-ky/…/"
    assert line("at %s: broken", f"/dang-ky/{token}") == "ERROR at /dang-ky/…: broken"


@pytest.mark.parametrize("step", ["thay", "sua", "huy", "thong-bao"])
def test_both_secrets_of_a_step_about_a_delegate_are_hidden(step):
    path = f"/moi/a-Zk93jdkGHslw02jd_sLdk3jfGHa2ld/{step}/kaxjacyvZg3Zim2rECl0OWjunOWL_3hg/"
    assert line("Conflict: %s", path) == f"ERROR Conflict: /moi/…/{step}/…/"
    assert line("<WSGIRequest: POST '%s'>", path) == f"ERROR <WSGIRequest: POST '/moi/…/{step}/…/'>"


@pytest.mark.parametrize("code", ["K7MP-2QXA", "k7mp2qxa"])
def test_code_of_an_invitation_is_hidden(code):
    assert line("Too Many Requests: %s", f"/moi/{code}/") == "ERROR Too Many Requests: /moi/…/"


@pytest.mark.parametrize("file", ["phieu-tham-du.pdf", "lich-buoi-le.ics", "du-lieu.json"])
def test_what_was_asked_for_behind_a_link_stays(file):
    token = "a-Zk93jdkGHslw02jd_sLdk3jfGHa2ld"
    assert line("%s", f"/dang-ky/{token}/{file}") == f"ERROR /dang-ky/…/{file}"


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


@pytest.mark.django_db(transaction=True)
def test_every_line_of_a_quoted_value_is_hidden():
    made = make_registration(make_seating().event, name="Trần Thị Bí Mật")
    Registration.objects.filter(pk=made.pk).update(reason="dòng đầu\n\nÔng Kín gọi đến\nhẹn gặp")
    try:
        Registration.objects.filter(pk=made.pk).update(status="waiting")  # a seat is held
    except IntegrityError as error:
        told = (type(error), error, error.__traceback__)
    record = logging.LogRecord("django", logging.ERROR, "", 1, "broken", (), told)
    assert "Ông Kín" in str(told[1])
    text = DiscreetFormatter("{message}", style="{").format(record)
    for trace in ("Bí Mật", "Ông Kín", "hẹn gặp"):
        assert trace not in text
    assert "registrations_confirmed_holds_seat" in text
    assert "django.db.utils.IntegrityError" in text


def test_portal_logs_with_it(settings):
    logging_settings: dict[str, Any] = settings.LOGGING
    (name,) = {handler["formatter"] for handler in logging_settings["handlers"].values()}
    assert logging_settings["formatters"][name]["()"] == "contest_portal.logs.DiscreetFormatter"
