"""The public pages of a contest that has told much, as browsers ask for them.

Each round asks for a bare text and then for every page in turn, so that whatever else the machine
does meets all alike; a page's share is that of its round.
"""

from collections.abc import Iterator
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Event
from tests import scratch_portal as server
from tests.benchmark import client
from tests.many import make_delegates, publish

DELEGATES, POSTS, VIDEOS, QUESTIONS = 10_000, 500, 200, 300
CLIENTS = 16
ROUNDS = 7
REQUESTS = 2000  # for a page in a round; a tenth where each is computed
ENCODINGS = "gzip, deflate, br"
BARE = "/bare/text"
COMPUTED = "/tim-kiem/?q=sang+tao"
PAGES = {
    "bare view, text": BARE,
    "home page": "/",
    "news, first page": "/tin-tuc/",
    "a post": "/tin-tuc/newspost-0/",
    "map for engines": "/sitemap.xml",
    "search, 50 places": COMPUTED,
}


def measure() -> Iterator[tuple[object, ...]]:
    """Give rows: what, medians of rate, milliseconds and share of the bare text, the least and the
    greatest share, kilobytes sent, statements."""
    event = Event.objects.get()
    make_delegates(event, DELEGATES)
    publish(event, POSTS, VIDEOS, QUESTIONS)
    rates: dict[str, list[client.Measured]] = {name: [] for name in PAGES}
    port = server.free_port()
    with server.gunicorn(port):
        for path in PAGES.values():
            client.run(port, CLIENTS, client.get(path, ENCODINGS), 100)  # every process keeps it
        for _n in range(ROUNDS):
            for name, path in PAGES.items():
                count = REQUESTS // 10 if path == COMPUTED else REQUESTS
                work = client.get(path, ENCODINGS)
                rates[name].append(client.run(port, CLIENTS, work, count))
    bare = rates["bare view, text"]
    for name, path in PAGES.items():
        own = rates[name]
        shares = [one.rate / base.rate for one, base in zip(own, bare, strict=True)]
        yield (
            name,
            f"{median(one.rate for one in own):.0f}",
            f"{median(one.percentile(50) for one in own):.1f}",
            f"{median(one.percentile(95) for one in own):.1f}",
            *(f"{share:.2f}" for share in (median(shares), min(shares), max(shares))),
            *_cost(path),
        )


def _cost(path: str) -> tuple[str, str]:
    """Return kilobytes over the line and statements of a page that was asked for before."""
    browser = Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING=ENCODINGS)
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        size = len(browser.get(path).content)
    return f"{size / 1000:.1f}", str(len(captured))
