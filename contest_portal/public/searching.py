"""The search over the site: without accents, in what is kept until the content changes."""

import hashlib
import re
from dataclasses import replace
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from contest_portal.public.index import Entry, entries
from events.fields import MARKDOWN_MAX
from events.vietnamese.names import fold
from events.vietnamese.text import clean
from events.web import markdown, pages
from events.web.memory import Memory

MOST = 50  # results
AROUND = 90  # characters shown on each side of a hit
LONGEST = 100  # characters of a question
TEXTS = 3000  # whose words are remembered

_texts = Memory(TEXTS)


class Words(NamedTuple):
    """A text in one line, and as it is searched."""

    shown: str
    folded: str


class Known(NamedTuple):
    """An entry with the words of its title and its text."""

    entry: Entry
    title: str
    text: Words


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
        if all(word in known.title or word in known.text.folded for word in wanted):
            ranked.append((-in_title, place, known))
    ranked.sort(key=lambda one: one[:2])
    return [Result(known.entry, _excerpt(known, wanted)) for *_rank, known in ranked[:MOST]]


def _known(content: pages.Content) -> list[Known]:
    def read() -> list[Known]:
        event = pages.current_event(*content)
        return [_know(one) for one in entries(event)]

    return pages.shared(f"search:{get_language()}:{content.version}:{content.event_id}", read)


def _know(entry: Entry) -> Known:
    text = _words(entry.text, entry.markdown)
    return Known(replace(entry, text="", markdown=""), fold(entry.title), text)


def _words(text: str, typed: str) -> Words:
    """Return the words of a text and of the Markdown behind it; an edit of one text leaves those
    of all others, which take long to read, as they were."""
    name = hashlib.sha256(f"{text}\0{typed}".encode(errors="ignore")).digest()
    found: Words | None = _texts.get(name)
    if found is None:
        shown = clean(f"{text} {markdown.plain(typed, MARKDOWN_MAX) if typed else ''}")
        found = Words(shown, fold(shown))
        _texts.put(name, found)
    return found


def _excerpt(known: Known, wanted: list[str]) -> SafeString:
    """Return the text around the first word that is found in it, which is marked."""
    text, folded = known.text
    places = [(folded.find(word), len(word)) for word in wanted]
    hits = [(start, length) for start, length in places if start >= 0]
    if not hits or len(text) != len(folded):  # a few signs become several when folded
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
