"""The admin's own policy, and the database that is away."""

import re

import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from contest_portal.middleware import DatabaseAwayMiddleware
from tests.factories import make_seating
from tests.pages import visible_text


@pytest.mark.django_db
def test_admin_has_its_own_policy(client):
    policy = client.get("/quan-tri/login/")["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; script-src-attr 'none'; "
        "style-src 'self'; style-src-attr 'unsafe-inline'; connect-src 'self'; "
        "img-src 'self' data: blob:; font-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


@pytest.fixture
def away(settings):
    """The database's address leads nowhere; in the end it leads back."""
    connections["default"].close()
    right = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = 1
    yield
    connections["default"].close()
    connection.settings_dict["PORT"] = right


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/chuong-trinh/", "/dang-ky/", "/en/"])
def test_database_away_is_told_politely(client, path, away):
    response = client.get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    words = visible_text(response.content.decode())
    expected = "for a moment" if path == "/en/" else "Hệ thống tạm thời gián đoạn"
    assert expected in words
    told = re.search(r"(?:sau|after) (\d\d):(\d\d)[,.]", words)
    assert told
    now = timezone.localtime()
    moment = now.replace(hour=int(told[1]), minute=int(told[2]), second=0, microsecond=0)
    seconds = (moment - now).total_seconds() % 86_400
    assert 0 < seconds <= 90


@pytest.mark.django_db(transaction=True)
def test_kept_page_is_not_shown_while_the_database_is_away(client, request):
    make_seating()
    assert client.get("/").status_code == 200
    request.getfixturevalue("away")
    assert client.get("/").status_code == 503


@pytest.mark.parametrize(
    ("error", "answered"),
    [(OperationalError(), True), (InterfaceError(), True), (Http404(), False), (KeyError(), False)],
)
def test_only_errors_of_the_connection_are_answered(error, answered):
    middleware = DatabaseAwayMiddleware(lambda request: HttpResponse())
    response = middleware.process_exception(RequestFactory().get("/"), error)
    assert (response is not None) is answered


def test_log_tells_the_trouble_but_no_values(caplog):
    middleware = DatabaseAwayMiddleware(lambda request: HttpResponse())
    error = OperationalError("deadlock detected\nDETAIL: Nguyễn Văn Thử")
    middleware.process_exception(RequestFactory().get("/"), error)
    assert [record.getMessage() for record in caplog.records] == [
        "The database does not answer: deadlock detected"
    ]
