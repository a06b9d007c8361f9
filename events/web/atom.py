"""A feed in Atom (RFC 4287), whose ids stay when the site moves to another address."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Contest


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a feed tells; `key` is its name for ever in the contest, `path` is within the site."""

    key: str
    title: str
    path: str
    summary: str
    published_at: datetime.datetime


def answer(
    request: HttpRequest, contest: Contest, *, title: str, path: str, entries: Sequence[Entry]
) -> HttpResponse:
    """Answer with the feed of a page at `path`; without entries it is as of the first moment of
    1970."""
    site = f"{request.scheme}://{request.get_host()}"
    language = get_language() or "vi"
    made = Atom1Feed(
        title,
        site + path,
        description="",
        language=language,
        author_name=_("Organizing committee"),
        feed_url=site + request.path,
        feed_guid=_id(contest, request.path),
    )
    for entry in entries:
        made.add_item(
            entry.title,
            site + entry.path,
            entry.summary,
            pubdate=entry.published_at,
            updateddate=entry.published_at,
            unique_id=_id(contest, f"{language} {entry.key}"),
        )
    # Django would take the hour of asking, and no copy of an empty feed would stay good
    empty = datetime.datetime.fromtimestamp(0, datetime.UTC)
    made.latest_post_date = lambda: max(  # type: ignore[method-assign]
        (entry.published_at for entry in entries), default=empty
    )
    text = made.writeString("utf-8")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _id(contest: Contest, name: str) -> str:
    return uuid.uuid5(contest.feeds_id, name).urn
