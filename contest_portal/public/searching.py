"""The search over the site: without accents, in what is kept until the content changes."""

import re
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from contest_portal.public.index import Entry, entries
from events.vietnamese.names import fold
from events.vietnamese.text import clean
from events.web import pages

MOST = 50  # results
AROUND = 90  # characters shown on each side of a hit
LONGEST = 100  # characters of a question


class Known(NamedTuple):
    """An entry, and its words as they are searched."""

    entry: Entry
    title: str
    text: str


class Result(NamedTuple):
    """An entry that was found, and where its text has the words."""

    entry: Entry
    excerpt: SafeString


def search(content: pages.Content, question: str) -> list[Result]:
    """Return what has all words of the question; those that have them in their titles first."""
    wanted = fold(question[:LONGEST]).split()
    if not wanted:
        return []
    ranked = []
    for place, known in enumerate(_known(content)):
        in_title = sum(word in known.title for word in wanted)
        if all(word in known.title or word in known.text for word in wanted):
            ranked.append((-in_title, place, known))
    ranked.sort(key=lambda one: one[:2])
    return [Result(known.entry, _excerpt(known, wanted)) for *_rank, known in ranked[:MOST]]


def _known(content: pages.Content) -> list[Known]:
    def read() -> list[Known]:
        event = pages.current_event(*content)
        found = entries(event)
        return [Known(one, fold(one.title), fold(one.text)) for one in found]

    return pages.remember(f"search:{get_language()}:{content.version}:{content.event_id}", read)


def _excerpt(known: Known, wanted: list[str]) -> SafeString:
    """Return the text around the first word that is found in it, which is marked."""
    text = clean(known.entry.text)
    places = [(known.text.find(word), len(word)) for word in wanted]
    hits = [(start, length) for start, length in places if start >= 0]
    if not hits or len(text) != len(known.text):  # a few signs become several when folded
        return format_html("{}", _cut(text[: 2 * AROUND], "", text[2 * AROUND :]))
    start, length = min(hits)
    end = start + length
    before = _cut(text[max(0, start - AROUND) : start], text[: max(0, start - AROUND)], "")
    after = _cut(text[end : end + AROUND], "", text[end + AROUND :])
    return format_html("{}<mark>{}</mark>{}", before, text[start:end], after)


def _cut(part: str, before: str, after: str) -> str:
    """Return a part of a text with an ellipsis where words are left out, and no half words."""
    if before:
        part = "… " + re.sub(r"^\S*\s", "", part, count=1)
    if after:
        part = re.sub(r"\s\S*$", "", part, count=1) + " …"
    return part
