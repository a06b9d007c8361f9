"""How often something may be done; counted in PostgreSQL, so it holds across workers and hosts.

A counter is one row with one moment: by when all that was done is worn off. Each deed moves it by
`per / limit`; who would move it further than `per` ahead is told when to come again. So `limit`
deeds are possible at once, and again one with every `per / limit` that passes (GCRA). The clock is
that of the database. Nobody can be found in a counter: its key is a keyed digest.
"""

import datetime
import functools
import random
import re
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))

HIT = """
    WITH deed AS (
        SELECT * FROM unnest(%(keys)s, %(steps)s, %(slacks)s) AS deed (key, step, slack)
    )
    INSERT INTO events_throttle AS own (key, worn_off)
    SELECT key, statement_timestamp() + step FROM deed ORDER BY key
    ON CONFLICT (key) DO UPDATE SET worn_off =
        greatest(own.worn_off, statement_timestamp())
        + (SELECT step FROM deed WHERE deed.key = own.key)
    WHERE own.worn_off
        <= statement_timestamp() + (SELECT slack FROM deed WHERE deed.key = own.key)
"""
RETRY_AT = """
    SELECT max(worn_off - slack) FROM events_throttle
    JOIN unnest(%(keys)s, %(steps)s, %(slacks)s) AS deed (key, step, slack) USING (key)
    WHERE worn_off - slack > statement_timestamp()
"""
FORGET = """
    DELETE FROM events_throttle WHERE key IN (
        SELECT key FROM events_throttle WHERE worn_off < clock_timestamp() FOR UPDATE SKIP LOCKED
    )
"""
FORGET_ONCE_IN = 1000  # hits

UNREADABLE = "0.0.0.0"  # noqa: S104  (stands for every address that cannot be read)
PORT_BEHIND = re.compile(r"\[(.+)\](?::\d+)?|([^:]+):\d+")

A_MOMENT = datetime.timedelta(seconds=3)
WIDER = 2  # times the limit of one place, for the 65,536 places of a whole network of IPv6

# wrong codes and links; who holds the right one never counts
MISSES, MISSES_PER = 60, 10 * MINUTE


class TooMany(Exception):
    """Something was done too often; `str()` of it is a sentence to show."""

    status = 429

    def __init__(self, retry_at: datetime.datetime) -> None:
        self.retry_at = retry_at
        # the next full minute: who comes then is not early
        shown = timezone.localtime(retry_at + datetime.timedelta(seconds=59))
        super().__init__(
            _("Too many attempts in a short time. Please try again after %(moment)s.")
            % {"moment": date_format(shown, "H:i d/m/Y")}
        )

    @property
    def seconds(self) -> int:
        """How long to wait, for the header `Retry-After`."""
        return max(1, int((self.retry_at - timezone.now()).total_seconds()) + 1)


def throttled(response: HttpResponse, error: TooMany | None) -> HttpResponse:
    """Return a page that says `error` as the answer 429, which says when to come again."""
    if error is not None:
        response.status_code = 429
        response["Retry-After"] = str(error.seconds)
    return response


class Busy(TooMany):
    """So many do this now that one more would keep others waiting."""

    status = 503

    def __init__(self) -> None:
        Exception.__init__(
            self, _("Many people are signing in just now. Please try again in a few seconds.")
        )
        self.retry_at = timezone.now() + A_MOMENT


class Deed(NamedTuple):
    """What is counted: `limit` of them at once, and as many again in the course of `per`."""

    scope: str
    key: str
    limit: int
    per: datetime.timedelta


def hit(scope: str, key: str, limit: int, per: datetime.timedelta) -> None:
    """Count one deed; raise `TooMany` where `limit` of them were done within `per`."""
    hit_each(Deed(scope, key, limit, per))


def hit_each(*deeds: Deed) -> None:
    """Count several deeds in one statement; raise `TooMany` where one of them is refused."""
    values = _values(*deeds)
    with connection.cursor() as cursor:
        cursor.execute(HIT, values)
        refused = cursor.rowcount < len(deeds)
    if refused:
        _refuse(values)
    if random.randrange(FORGET_ONCE_IN) == 0:  # noqa: S311
        forget_old()


def check(scope: str, key: str, limit: int, per: datetime.timedelta) -> None:
    """Raise `TooMany` where a further `hit` would; count nothing."""
    check_each(Deed(scope, key, limit, per))


def check_each(*deeds: Deed) -> None:
    """Raise `TooMany` where `hit_each` would; count nothing."""
    _refuse(_values(*deeds))


def miss(request: HttpRequest, scope: str) -> None:
    """Count a code or a secret link that nobody has; raise `TooMany` for who guesses.

    Called on a miss only: colleagues of one office who open their own links are never in the way
    of each other. Where codes are so short that they could be guessed, call `refuse_guesser` too,
    before the code is looked up.
    """
    hit(f"miss:{scope}", address(request), MISSES, MISSES_PER)


def refuse_guesser(request: HttpRequest, scope: str) -> None:
    """Raise `TooMany` for an address that has guessed too often already."""
    check(f"miss:{scope}", address(request), MISSES, MISSES_PER)


def forget_old() -> int:
    """Remove the counters that are worn off: they say what no counter says. Return how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        return int(cursor.rowcount)


def address(request: HttpRequest) -> str:
    """Return the network that asks: an IPv4 address, or the 64 bits of IPv6 that one place has.

    `UNREADABLE` where it cannot be read. `X-Forwarded-For` is believed only of who asks from one of
    `PROXY_ADDRESSES`, and of it only what our own proxies wrote: its last `TRUSTED_PROXIES`
    entries, of which the first is the client, with or without a port.
    """
    return _network(request, bits=64)


def wide_address(request: HttpRequest) -> str:
    """Return as `address`, but the 48 bits of IPv6 that one subscriber can move about in."""
    return _network(request, bits=48)


def shortened(request: HttpRequest) -> str:
    """Return the network that asks without what leads to one subscriber: /24 of IPv4, /48 of IPv6.

    Empty where it cannot be read.
    """
    place = wide_address(request)
    if place == UNREADABLE:
        return ""
    return f"{place}/48" if ":" in place else f"{place.rpartition('.')[0]}.0/24"


def of_address(
    request: HttpRequest, scope: str, limit: int, per: datetime.timedelta
) -> tuple[Deed, ...]:
    """Return the deeds that count for the network that asks.

    Who moves through a whole network of IPv6 has `WIDER` times the limit in all of it. Addresses
    that cannot be read have one counter together.
    """
    place, wide = address(request), wide_address(request)
    own = Deed(scope, place, limit, per)
    return (own,) if ":" not in wide else (own, Deed(f"{scope}, wide", wide, WIDER * limit, per))


def _network(request: HttpRequest, *, bits: int) -> str:
    ip = peer = _read(request.META.get("REMOTE_ADDR", ""))
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.TRUSTED_PROXIES <= len(passed) and is_proxy(peer):
        entry = passed[-settings.TRUSTED_PROXIES].strip()
        ip = _read(entry) if entry else peer
    if ip is None:
        return UNREADABLE
    if isinstance(ip, IPv6Address):
        host = 128 - bits
        return str(ip.ipv4_mapped or IPv6Address(int(ip) >> host << host))
    return str(ip)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address, also one that is written with a port, as some proxies do."""
    text = text.strip().strip('"')
    written = PORT_BEHIND.fullmatch(text)
    try:
        return ip_address((written[1] or written[2]) if written else text)
    except ValueError:
        return None


def is_proxy(peer: IPv4Address | IPv6Address | str | None) -> bool:
    """Return whether a proxy of ours asks from this address."""
    address = _read(peer) if isinstance(peer, str) else peer
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return address is not None and any(address in one for one in _networks())


def _networks() -> tuple[IPv4Network | IPv6Network, ...]:
    return _as_networks(tuple(settings.PROXY_ADDRESSES))


@functools.cache
def _as_networks(texts: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text, strict=False) for text in texts)


def _values(*deeds: Deed) -> dict[str, Any]:
    return {
        "keys": [_digest(deed) for deed in deeds],
        "steps": [deed.per / deed.limit for deed in deeds],
        "slacks": [deed.per - deed.per / deed.limit for deed in deeds],
    }


def _digest(deed: Deed) -> str:
    name = f"{deed.scope}\n{deed.key}"
    return salted_hmac("events.web.throttle", name, algorithm="sha256").hexdigest()


def _refuse(values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(RETRY_AT, values)
        row = cursor.fetchone()
    if row[0] is not None:
        raise TooMany(row[0])
