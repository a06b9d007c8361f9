"""Logs never tell about whom: no secret link, no value that the database quotes."""

import logging
import os
import subprocess
import sys
import time
from typing import Any

import pytest
from django.db import IntegrityError, connection

from contest_portal.logs import (
    LONGEST,
    SUBPAGES,
    DiscreetFormatter,
    StrangersInOneLine,
    discreet,
)
from registrations.models import Registration
from tests.factories import EventFactory, make_registration, make_seating
from tests.scratch_portal import ROOT

TOKEN = "a-Zk93jdkGHslw02jd_sLdk3jfGHa2ld"


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


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"GET http://a.example/dang-ky/{TOKEN}/ x", "GET http://a.example/dang-ky/…/ x"),
        (f"Invalid Request Line '/moi/{TOKEN[:5]}'", "Invalid Request Line '/moi/…'"),
        ("/nhiem-vu/abc/ /en/san-khau/abc", "/nhiem-vu/…/ /en/san-khau/…"),
        ("/xac-minh/K7MP-2QXA-9BCD/", "/xac-minh/…/"),
        (f"%2Fdang%2Dky%2F{TOKEN[:6]}%2Fhuy", "/dang-ky/…/huy"),
        (f"/%252Fmoi%252F{TOKEN[:6]}", "//moi/…"),
        (f"link {TOKEN}, code K7MP-2QXA", "link …, code …"),
        ("/quan-tri/?q=Nguy%E1%BB%85n", "/quan-tri/?…"),
        ("postgres://portal:mat-khau@db.example/x", "postgres://…/x"),
        ("refused: {'nguyen.kin@so.example': (550, b'no')}", "refused: {'…': (550, b'no')}"),
        ("to nguyen.kin%40so.example", "to …"),
        ("0912345678, 0912 345 678, +84 912 345 678, 0208.3855.688", "…, …, …, …"),
        ("expected a number but got 'Trần Kín'.", "expected a number but got …."),
        ('invalid input for type integer: "Trần Kín"', "invalid input for type integer: …"),
        ("['“Trần Kín” value must be an integer.']", "['“…” value must be an integer.']"),
        ("Invalid HTTP_HOST header: 'tran-kin.example'.", "Invalid HTTP_HOST header: …."),
    ],
)  # fmt: skip
def test_what_is_about_a_person_is_hidden(text, kept):
    assert discreet(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-27 08:12:44,187 WARNING django.request: Not Found: /khong-co/100%/",
        'File "/srv/portal/.venv/lib/python3.11/site-packages/django/http/request.py", line 1',
        'duplicate key value violates unique constraint "registrations_registration_seat_id_key"',
        'connection to server on socket "/run/portal/.s.PGSQL.5432" failed: No such file',
        "django.db.utils.TransactionManagementError: took 0.123456789 s, 12345678901 rows",
        "GET /chuong-trinh/chuong-trinh.pdf %s %(name)s",
    ],
)
def test_what_tells_of_nobody_stays(text):
    assert discreet(text) == text


def test_steps_behind_a_secret_are_those_of_the_addresses():
    """A new word behind a link is hidden until it stands in the list, never the other way round."""
    from registrations import urls as of_delegates
    from registrations.public.invitation import urls as of_offices

    patterns = [
        str(entry.pattern) for module in (of_delegates, of_offices) for entry in module.urlpatterns
    ]
    words = {
        word for pattern in patterns for word in pattern.split("/") if word and "<" not in word
    }
    assert words == SUBPAGES


@pytest.mark.parametrize(
    "letter", ["a", "/", "%", "@", "0", "A-", "/moi/", "%25", "?", "“", "for type "]
)
def test_long_lines_do_not_hold_anybody_up(letter):
    started = time.monotonic()
    discreet(letter * (64 * 1024 // len(letter)))
    assert time.monotonic() - started < 10


def test_command_on_a_terminal_tells_nobody_of_whom():
    program = (
        f"import threading; cry = lambda: 1 / len('/moi/{TOKEN}/') and {{}}['/moi/{TOKEN}/'];"
        "thread = threading.Thread(target=cry); thread.start(); thread.join(); cry()"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.count("KeyError: '/moi/…/'") == 2
    assert TOKEN not in done.stderr + done.stdout


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


def test_a_stranger_does_not_fill_the_log(client, capsys):
    handler = logging.StreamHandler(sys.stdout)
    handler.addFilter(StrangersInOneLine())
    logger = logging.getLogger("django.security.DisallowedHost")
    logger.addHandler(handler)
    try:
        assert client.get("/", HTTP_HOST="a" * 3000).status_code == 400
    finally:
        logger.removeHandler(handler)
    line = capsys.readouterr().out
    assert line.startswith("Invalid HTTP_HOST header: ….")
    assert len(line.strip()) == LONGEST
