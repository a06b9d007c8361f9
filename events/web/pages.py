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
from events.web import encodings
from events.web.memory import Memory

T = TypeVar("T")

TOLD_WITHIN = 0.5  # seconds
KEPT_FOR = 3600  # seconds; only bounds the memory, the stamp keeps a page true
PAGES = 1000  # kept in each process
THINGS = 20

_pages, _things = Memory(PAGES), Memory(THINGS)


class Shown(Protocol):
    """What a page shows, as far as it can change."""

    @property
    def version(self) -> str:
        """That of the content."""

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
    """Return a copy of what is kept under `name`, made at need; the name must tell all that it
    depends on."""
    thing: T | None = cache.get(name)
    if thing is None:
        thing = make()
        cache.set(name, thing, KEPT_FOR)
    return thing


def shared(name: str, stamp: str, make: Callable[[], T]) -> T:
    """Return the one thing of a name, made anew where it was made under another stamp: the thing
    itself and no copy, so it is quick, and for what nobody changes."""
    kept_stamp, thing = _things.get(name) or ("", None)
    if thing is None or kept_stamp != stamp:
        thing = make()
        _things.put(name, (stamp, thing))
    return thing


def tell(request: HttpRequest, version: str | None) -> None:
    """Note which version of the content a request has read: what is kept under it serves again."""
    request.content_version = version  # type: ignore[attr-defined]


def forget() -> None:
    """Forget all that this process keeps."""
    for memory in (_pages, _things, cache):
        memory.clear()


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
            # read by the middleware, where the page was kept and is no longer true
            shown = getattr(request, "shown", None) or read()
            tell(request, shown.version)
            response = view(request, shown, *args, **kwargs)
            response.kept_as = read, shown.stamp  # type: ignore[attr-defined]
            return response

        return wrapper

    return decorate


class Page:
    """A page as it is kept, in each encoding that somebody has asked for."""

    def __init__(self, read: Callable[[], Shown], stamp: str, response: HttpResponse) -> None:
        self.read, self.stamp, self.content = read, stamp, response.content
        self.tag = hashlib.sha256(self.content).hexdigest()[:32]
        self.headers = dict(response.items())
        # for caches of proxies and browsers alike: keep it, but ask each time whether it holds
        self.headers["Cache-Control"] = "public, no-cache"
        # its language is a part of its address
        self.headers["Vary"] = "Accept-Encoding"
        is_long = len(self.content) >= encodings.SMALLEST
        self.is_packed = is_long and encodings.is_text(self.headers["Content-Type"])
        self.answers: dict[str, tuple[bytes, dict[str, str]]] = {}  # by encoding

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return it as the browser reads it best."""
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        encoding = encodings.chosen(accepted) if self.is_packed else ""
        if encoding not in self.answers:
            self.answers[encoding] = self._answer(encoding)
        content, headers = self.answers[encoding]
        return HttpResponse(content, headers=headers)

    def _answer(self, encoding: str) -> tuple[bytes, dict[str, str]]:
        headers = {**self.headers, "ETag": f'"{self.tag}{encoding and "-"}{encoding}"'}
        if not encoding:
            return self.content, headers
        content = encodings.encoded(self.content, encoding)
        return content, {
            **headers,
            "Content-Encoding": encoding,
            "Content-Length": str(len(content)),
        }


class KeptPagesMiddleware:
    """Answers with a kept page before any other work is done for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self._find(request)
        response = page.answer(request) if page else self._make(request)
        etag = response.get("ETag")
        if etag is None:
            return response
        # what ConditionalGetMiddleware does, without its hash of every page that is not kept
        return get_conditional_response(request, etag=etag, response=response) or response

    def _find(self, request: HttpRequest) -> Page | None:
        page: Page | None = _pages.get(_place(request))
        if page is None or request.method not in ("GET", "HEAD"):
            return None
        try:
            shown = page.read()
        except Error as error:
            if is_away(error):
                return None  # the view meets the same trouble, where it is answered
            raise
        if shown.stamp == page.stamp:
            return page
        request.shown = shown  # type: ignore[attr-defined]
        return None

    def _make(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not hasattr(response, "kept_as") or response.status_code != 200:
            return response
        if response.cookies or "Cookie" in response.get("Vary", ""):
            # a page that asks who reads it is for nobody else
            response["Cache-Control"] = "private, no-store"
            return response
        read, stamp = response.kept_as
        page = Page(read, stamp, response)
        _pages.put(_place(request), page)
        return page.answer(request)


def _place(request: HttpRequest) -> tuple[str | None, ...]:
    """Return where a page is kept. Nobody but a host of ours gets a page, so none else has one."""
    host = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME")
    return request.scheme, host, request.path_info


def name_of(request: HttpRequest, stamp: str) -> str:
    """Return the name to keep a page under; its language is a part of its address."""
    page = f"{request.scheme}://{request.get_host()}{request.path_info} {stamp}"
    return hashlib.sha256(page.encode()).hexdigest()
