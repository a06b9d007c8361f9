"""Public pages that are the same for everybody: kept as rendered until what they show changes.

A page is kept under a stamp: the content version and whatever else it shows. The stamp is read
with one short statement per request, so an edit shows at once and nothing needs emptying.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple, Protocol, TypeVar

from django.core.cache import cache
from django.db import Error, connection
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from events.database import is_away
from events.models import Contest, Event

T = TypeVar("T")

TOLD_WITHIN = 0.5  # seconds
KEPT_FOR = 3600  # seconds; only bounds the memory, the stamp keeps a page true


class Shown(Protocol):
    """What a page shows, as far as it can change."""

    @property
    def stamp(self) -> str:
        """Another text whenever the page must look different."""


class Content(NamedTuple):
    """What organizers edit, and which ceremony the public pages are about.

    The version is another one after each edit, on each day, and when what waited to be published
    has come to its hour.
    """

    version: str
    event_id: int | None

    @property
    def stamp(self) -> str:
        """See `Shown`."""
        return f"{self.version} {self.event_id}"

    @classmethod
    def read(cls) -> "Content":
        """Return it as it stands now."""
        now = timezone.now()
        today = timezone.localdate(now)
        version, event_id = first_row(
            "SELECT events_content_stamp(%s, %s), events_current(%s)", [today, now, today]
        )
        return cls(version, event_id)


def first_row(sql: str, params: Sequence[Any]) -> tuple[Any, ...]:
    """Run the first statement of a page, and return its row."""
    return first_read(lambda: _row(sql, params))


def first_read(read: Callable[[], T]) -> T:
    """Return what the first statement of a page reads.

    The statement is its own check of a connection that was kept from an earlier request: where
    the server has gone away and come back since, it is run again on a new connection.
    """
    kept_connection = connection.connection is not None and not connection.in_atomic_block
    connection.health_check_done = True  # type: ignore[attr-defined]
    started = time.monotonic()
    try:
        return read()
    except Error as error:
        # a server that has gone is told at once; who has waited for one does not wait twice
        at_once = time.monotonic() - started < TOLD_WITHIN
        if not (kept_connection and at_once and is_away(error)):
            raise
        connection.close()
        return read()


def _row(sql: str, params: Sequence[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def remember(name: str, make: Callable[[], T]) -> T:
    """Return what is kept under `name`, made at need; the name must tell all that it depends on."""
    thing: T | None = cache.get(name)
    if thing is None:
        thing = make()
        cache.set(name, thing, KEPT_FOR)
    return thing


def current_event(version: str, event_id: int | None) -> Event | None:
    """Return the public pages' ceremony with contest, contacts and delegations."""
    return remember(f"event:{version}:{event_id}", lambda: _read_event(event_id))


def _read_event(event_id: int | None) -> Event | None:
    event = Event.objects.select_related("contest").filter(pk=event_id or 0).first()
    if event is not None:
        prefetch_related_objects([event], "delegations", "contest__contacts")
    return event


def current_contest(version: str, event_id: int | None) -> Contest | None:
    """Return the contest of the public pages' ceremony; the last one where there is no ceremony."""
    event = current_event(version, event_id)
    if event is not None:
        return event.contest
    return remember(f"contest:{version}", lambda: Contest.objects.order_by("year", "pk").last())


def kept(read: Callable[[], Any]) -> Callable[[Callable[..., HttpResponse]], Any]:
    """Let the page of a view be kept; the view is given what `read` returns, a `Shown`.

    What its address says comes behind; what stands after a question mark is no part of a page.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            shown = read()
            response = view(request, shown, *args, **kwargs)
            response["Cache-Control"] = "no-cache"
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.kept_as = read, shown.stamp  # type: ignore[attr-defined]
            return response

        return wrapper

    return decorate


class KeptPagesMiddleware:
    """Answers with a kept page before any other work is done for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.readers: dict[str, Callable[[], Shown]] = {}  # by path

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._find(request) or self._make(request)
        etag = response.get("ETag")
        if etag is None:
            return response
        # what ConditionalGetMiddleware does, without its hash of every page that is not kept
        return get_conditional_response(request, etag=etag, response=response) or response

    def _find(self, request: HttpRequest) -> HttpResponse | None:
        read = self.readers.get(request.path_info)
        if read is None or request.method not in ("GET", "HEAD"):
            return None
        try:
            page = cache.get(name_of(request, read().stamp))
        except Error as error:
            if is_away(error):
                return None  # the view meets the same trouble, where it is answered
            raise
        return HttpResponse(page[0], headers=page[1]) if page else None

    def _make(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(response, "kept_as") and response.status_code == 200 and not response.cookies:
            read, stamp = response.kept_as
            page = response.content, dict(response.items())
            cache.set(name_of(request, stamp), page, KEPT_FOR)
            self.readers[request.path_info] = read
        return response


def name_of(request: HttpRequest, stamp: str) -> str:
    """Return the name to keep a page under; its language is a part of its address."""
    page = f"{request.scheme}://{request.get_host()}{request.path_info} {stamp}"
    return hashlib.sha256(page.encode()).hexdigest()
