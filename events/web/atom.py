"""A feed in Atom (RFC 4287)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.feedgenerator import Atom1Feed


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a feed tells; its address is whole, and its name for ever."""

    title: str
    address: str
    summary: str
    published_at: datetime.datetime


def feed(
    *,
    title: str,
    address: str,
    own_address: str,
    language: str,
    author: str,
    entries: Sequence[Entry],
) -> str:
    """Return the feed; without entries it is as of the first moment of 1970."""
    made = Atom1Feed(
        title,
        address,
        description="",
        language=language,
        author_name=author,
        feed_url=own_address,
        feed_guid=own_address,
    )
    for entry in entries:
        made.add_item(
            entry.title,
            entry.address,
            entry.summary,
            pubdate=entry.published_at,
            updateddate=entry.published_at,
            unique_id=entry.address,
        )
    # Django would take the hour of asking, and no copy of an empty feed would stay good
    empty = datetime.datetime.fromtimestamp(0, datetime.UTC)
    made.latest_post_date = lambda: max(  # type: ignore[method-assign]
        (entry.published_at for entry in entries), default=empty
    )
    return made.writeString("utf-8")
