"""The public pages of a contest that has told much, as browsers ask for them.

Each round asks for a bare text and then for every page in turn, so that whatever else the machine
does meets all alike; a page's share is that of its round.
"""

import gc
import time
from collections.abc import Iterator
from multiprocessing import get_context
from statistics import median

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Event, NewsPost
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
MAP = "/sitemap.xml"
PROCESSES = 5  # new ones
PAGES = {
    "bare view, text": BARE,
    "home page": "/",
    "news, first page": "/tin-tuc/",
    "a post": "/tin-tuc/newspost-0/",
    "map for engines": MAP,
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


def measure_first() -> Iterator[tuple[object, ...]]:
    """Give rows of requests that find nothing kept, in processes that have shown the home page:
    what, milliseconds by the clock and of the portal's processor, medians; statements."""
    with get_context("spawn").Pool(1, django.setup, maxtasksperchild=1) as pool:
        rounds = [pool.apply(_first_requests) for _n in range(PROCESSES)]
    for name in rounds[0]:
        times = zip(*(one[name][:2] for one in rounds), strict=True)
        yield name, *(f"{median(each) * 1000:.0f}" for each in times), rounds[0][name][2]


def _first_requests() -> dict[str, tuple[float, float, int]]:
    gc.collect()
    gc.freeze()  # as in a web process
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.get("/")
    measured = {
        "search, the first of a process": _time(browser, COMPUTED),
        "search, any other": _time(browser, COMPUTED),
    }
    browser.get(MAP)
    for what, path in (("search", COMPUTED), ("map", MAP)):
        post = NewsPost.objects.earliest("pk")
        post.text += "\n\nThêm."
        post.save()
        measured[f"{what}, the first after an edit"] = _time(browser, path)
    return measured


def _time(browser: Client, path: str) -> tuple[float, float, int]:
    """Return seconds by the clock and of the processor for one request, and its statements."""
    with CaptureQueriesContext(connection) as captured:
        clock, processor = time.perf_counter(), time.process_time()
        answer = browser.get(path)
        times = time.perf_counter() - clock, time.process_time() - processor
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return *times, len(captured)
