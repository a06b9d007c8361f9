"""The sign of life answers whoever asks, however they ask."""

import pytest
from django.db import connections

from contest_portal.server import health


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT"])
@pytest.mark.parametrize("path", ["/healthz", "/healthz/", "/healthz?at=1", "/healthz?a=%00"])
def test_healthz_answers_every_watcher(client, method, path):
    response = client.generic(method, path, HTTP_ACCEPT="application/json", HTTP_USER_AGENT="")
    assert response.status_code == 200
    assert response.content == (b"" if method == "HEAD" else b"ok")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "unknown.example", "", "a_b", "[::1]:8000"])
def test_healthz_asks_for_no_host_and_no_https(client, settings, host):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["doimoisangtao.example"]
    response = client.get("/healthz", HTTP_HOST=host)
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db(transaction=True)
def test_healthz_tells_that_the_database_is_away_and_nothing_more(client):
    connection = connections["default"]
    connection.close()
    right = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = 1
    try:
        response = client.get("/healthz")
    finally:
        connection.close()
        connection.settings_dict["PORT"] = right
    assert (response.status_code, response.content) == (503, b"database: no answer")
    assert response["Retry-After"] == "30"
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_healthz_tells_that_the_disk_is_almost_full(client, monkeypatch, settings):
    monkeypatch.setattr(health, "FREE_MIN", 2**60)
    assert client.get("/healthz").content == b"disk: almost full"
    settings.VAR_DIR = settings.VAR_DIR / "gone"
    assert client.get("/healthz").content == b"disk: cannot be read"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz/x", "/healthzz", "/en/healthz"])
def test_nothing_else_is_answered_so(client, path):
    assert client.get(path).status_code == 404
