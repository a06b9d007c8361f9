"""Counters of attempts: real rows, real threads, the clock of the database."""

import datetime
import time
from contextlib import suppress

import pytest
from django.db import connection
from django.test import RequestFactory, override_settings

from events.models import Throttle
from events.web import throttle
from events.web.throttle import DAY, HOUR, TooMany, hit
from tests.registrations.crowd import committed, rush

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _nobody_is_counted_yet(db) -> None:
    """Begin without the counters that a portal under test may have left behind."""
    Throttle.objects.all().delete()


def allowed(times: int, *args) -> int:
    """Return how many of so many hits are let through."""
    done = 0
    for _n in range(times):
        with suppress(TooMany):
            hit(*args)
            done += 1
    return done


def let_pass(time_: datetime.timedelta) -> None:
    """Make all counters older."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_throttle SET worn_off = worn_off - make_interval(secs => %s)",
            [time_.total_seconds()],
        )


@pytest.mark.django_db
def test_so_many_at_once_and_not_one_more():
    assert allowed(12, "test", "one", 10, HOUR) == 10


@pytest.mark.django_db
def test_who_and_what_are_counted_apart():
    assert allowed(3, "test", "one", 2, HOUR) == 2
    assert allowed(3, "test", "other", 2, HOUR) == 2
    assert allowed(3, "other test", "one", 2, HOUR) == 2


@pytest.mark.django_db
def test_it_wears_off_little_by_little():
    allowed(10, "test", "one", 10, HOUR)
    let_pass(HOUR / 10 * 3)
    assert allowed(10, "test", "one", 10, HOUR) == 3
    let_pass(DAY)
    assert allowed(12, "test", "one", 10, HOUR) == 10


@pytest.mark.django_db(transaction=True)
def test_who_comes_again_at_the_time_told_is_let_through():
    hit("test", "one", 1, SECOND)
    with pytest.raises(TooMany) as refused:
        hit("test", "one", 1, SECOND)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        wait = (refused.value.retry_at - cursor.fetchone()[0]).total_seconds()
    assert 0 < wait <= 1
    time.sleep(wait + 0.01)
    hit("test", "one", 1, SECOND)


@pytest.mark.django_db
def test_who_was_refused_waits_no_longer_for_having_tried():
    allowed(1, "test", "one", 1, HOUR)
    moments = set()
    for _n in range(3):
        with pytest.raises(TooMany) as refused:
            hit("test", "one", 1, HOUR)
        moments.add(refused.value.retry_at)
    assert len(moments) == 1
    assert 3500 < refused.value.seconds <= 3601


@pytest.mark.django_db
def test_the_time_told_is_a_full_minute_not_too_early():
    hit("test", "one", 1, HOUR)
    with pytest.raises(TooMany) as refused:
        hit("test", "one", 1, HOUR)
    moment = refused.value.retry_at + datetime.timedelta(hours=7, seconds=59)  # Vietnam
    assert f"{moment:%H:%M %d/%m/%Y}" in str(refused.value)


@pytest.mark.django_db
def test_asking_counts_nothing():
    for _n in range(3):
        throttle.check("test", "one", 1, HOUR)
    hit("test", "one", 1, HOUR)
    with pytest.raises(TooMany):
        throttle.check("test", "one", 1, HOUR)


@committed
def test_many_connections_never_pass_the_limit():
    """Of 400 attempts at once exactly so many come through, whoever comes first."""

    def attempt(number: int) -> int:
        return allowed(1, "test", f"key {number % 2}", 70, DAY)

    assert sum(rush(attempt, range(400))) == 140


@pytest.mark.django_db
def test_nothing_personal_is_kept():
    hit("registration", "203.0.113.7", 5, HOUR)
    hit("registration by phone", "+84912345678", 5, HOUR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(own::text, ' ') FROM events_throttle AS own")
        rows = cursor.fetchone()[0]
    assert "203.0.113" not in rows
    assert "912345678" not in rows
    with override_settings(SECRET_KEY="x" * 50):  # who lacks the key cannot try addresses out
        hit("registration", "203.0.113.7", 5, HOUR)
    assert Throttle.objects.count() == 3


@pytest.mark.django_db
def test_only_counters_that_are_worn_off_are_forgotten():
    hit("test", "old", 1, HOUR)
    let_pass(2 * HOUR)
    hit("test", "young", 1, HOUR)
    assert throttle.forget_old() == 1
    assert allowed(1, "test", "young", 1, HOUR) == 0
    assert allowed(1, "test", "old", 1, HOUR) == 1


@pytest.mark.django_db
def test_counters_are_forgotten_by_themselves(monkeypatch):
    """Without any job of the system the table stays small."""
    monkeypatch.setattr(throttle, "FORGET_ONCE_IN", 100)
    for number in range(20):
        hit("test", f"old {number}", 1, SECOND / 1000)
    for _n in range(20 * throttle.FORGET_ONCE_IN):
        hit("test", "busy", 10**6, DAY)
        if Throttle.objects.count() < 20:
            break
    assert Throttle.objects.count() < 20


@pytest.mark.parametrize(
    ("proxies", "passed", "expected"),
    [
        (0, None, "198.51.100.1"),
        (0, "203.0.113.7", "198.51.100.1"),  # anybody can write this header
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.2.3.4, 203.0.113.7", "203.0.113.7"),  # the first entry was sent by the client
        (2, "1.2.3.4, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "203.0.113.7", "198.51.100.1"),  # came past one of the proxies
        (1, None, "198.51.100.1"),
        (1, "", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "203.0.113.7:49152", "203.0.113.7"),
        (1, "1.2.3.4:1, 203.0.113.7:2", "203.0.113.7"),
        (1, "[2001:db8:1:2:3:4:5:6]:49152", "2001:db8:1:2::"),
        (1, '"[2001:db8:1:2:3:4:5:6]"', "2001:db8:1:2::"),
        (1, '"203.0.113.7"', "203.0.113.7"),
        (1, "fe80::1%eth0", "fe80::"),
        (1, "::1", "::"),  # no address of IPv4, and none that cannot be read
        (1, "unknown", throttle.UNREADABLE),
        (1, "203.0.113.7:port", throttle.UNREADABLE),
        (1, "x" * 5000, throttle.UNREADABLE),
    ],
)
def test_address_of_who_asks(proxies, passed, expected):
    headers = {} if passed is None else {"X-Forwarded-For": passed}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="198.51.100.1")
    with override_settings(TRUSTED_PROXIES=proxies, PROXY_ADDRESSES=["198.51.100.0/24"]):
        assert throttle.address(request) == expected


@pytest.mark.parametrize("peer", ["192.0.2.1", "2001:db8::1", ""])
def test_who_comes_beside_the_proxy_writes_headers_for_nothing(peer):
    headers = {"X-Forwarded-For": "203.0.113.7"}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)
    with override_settings(TRUSTED_PROXIES=1):
        assert throttle.address(request) != "203.0.113.7"


@pytest.mark.django_db
def test_guessing_codes_of_papers_ends(client):
    for _n in range(throttle.MISSES // 2):
        assert client.get("/xac-minh/K7QF-2MXD-9RTA/").status_code == 404
        assert client.post("/xac-minh/", {"code": "K7QF2MXD9RTB"}).status_code == 404
    assert client.get("/xac-minh/K7QF-2MXD-9RTA/").status_code == 429
    refused = client.post("/xac-minh/", {"code": "K7QF2MXD9RTB"})
    assert refused.status_code == 429
    assert 'value="K7QF2MXD9RTB"' in refused.content.decode()
    # who asks from elsewhere is not concerned
    assert client.get("/xac-minh/K7QF-2MXD-9RTA/", REMOTE_ADDR="203.0.113.9").status_code == 404


@pytest.mark.django_db
@override_settings(TRUSTED_PROXIES=1)
def test_wrong_passwords_count_for_who_typed_them_not_for_the_proxy(client):
    def attempt(address: str) -> int:
        sent = {"username": "bantochuc", "password": "sai"}
        headers = {"X-Forwarded-For": address}
        return client.post("/quan-tri/login/", sent, headers=headers).status_code

    answers = [attempt("203.0.113.7") for _n in range(11)]
    assert answers[-1] == 429
    assert attempt("203.0.113.8") == 200
    assert attempt("203.0.113.7:40001") == 429  # the port changes with each connection
    # whom nobody can tell apart is counted, too, and locks nobody else out
    assert [attempt("not an address") for _n in range(11)][-1] == 429
    assert attempt("203.0.113.9") == 200
