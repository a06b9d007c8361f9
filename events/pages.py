"""Public pages that are the same for everybody: kept as rendered until what they show changes.

A page is kept under a stamp: the content version and whatever else it shows. The stamp is read
with one short statement per request, so an edit shows at once and nothing needs emptying.
"""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from events.models import Event

KEPT_FOR = 3600  # seconds; only bounds the memory, the stamp keeps a page true

# `Event.objects.current()` as a statement: building it with the ORM costs more than running it.
CURRENT_EVENT = """
    SELECT id FROM events_event WHERE published
    ORDER BY window_end >= %(today)s DESC,
        CASE WHEN window_end >= %(today)s THEN window_start END,
        CASE WHEN window_end >= %(today)s THEN id END,
        window_end DESC, id DESC
    LIMIT 1
"""
STAMP = f"""
    SELECT version.version::text, current.id
    FROM (SELECT) AS one_row
    LEFT JOIN events_content_version AS version ON true
    LEFT JOIN ({CURRENT_EVENT}) AS current ON true
"""  # noqa: S608  (no value from outside)


def content_stamp() -> tuple[str, int | None]:
    """Return the content version and the key of the public pages' ceremony."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP, {"today": timezone.localdate()})
        version, event_id = cursor.fetchone()
    return version or "", event_id


def current_event(version: str, event_id: int | None) -> Event | None:
    """Return the ceremony of a stamp, with its contest and delegations, kept by `version`."""
    if event_id is None:
        return None
    key = f"event:{version}:{event_id}"
    event: Event | None = cache.get(key)
    if event is None:
        event = Event.objects.select_related("contest").filter(pk=event_id).first()
        if event is not None:
            prefetch_related_objects([event], "delegations")
            cache.set(key, event, KEPT_FOR)
    return event


def kept_body(request: HttpRequest, stamp: str, render: Callable[[], str]) -> tuple[bytes, str]:
    """Return the page's bytes and its ETag, rendered only when this stamp is new."""
    where = f"{request.scheme}://{request.get_host()}{request.path}"
    key = hashlib.sha256(f"{get_language()} {where} {stamp}".encode()).hexdigest()
    page: tuple[bytes, str] | None = cache.get(key)
    if page is None:
        body = render().encode()
        page = body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        cache.set(key, page, KEPT_FOR)
    return page


def kept(request: HttpRequest, stamp: str, render: Callable[[], str]) -> HttpResponse:
    """Answer with the kept page, or 304 where the browser holds it already."""
    body, etag = kept_body(request, stamp, render)
    seen = request.headers.get("If-None-Match") in (etag, f"W/{etag}")
    response = HttpResponse(status=304) if seen else HttpResponse(body)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response
