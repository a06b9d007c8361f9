"""The search over the site: without accents, in what is kept until the content changes."""

import hashlib
import re
from dataclasses import replace
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
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

    return pages.shared(f"search:{get_language()}", content.stamp, read)


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
    """Return the text around the words that are found in it, together where they stand together;
    all of them are marked."""
    text, folded = known.text
    is_aligned = len(text) == len(folded)  # a few signs become several when folded
    place = _place(folded, wanted) if is_aligned else 0
    start = text.find(" ", place - AROUND, place) + 1 if place > AROUND else 0
    end = min(start + 2 * AROUND, len(text))
    if end < len(text):
        end = max(text.rfind(" ", place, end), place) if " " in text[place:end] else end
    wished = "|".join(map(re.escape, [" ".join(wanted), *sorted(wanted, key=len, reverse=True)]))
    hits = re.finditer(rf"(?<!\w)(?:{wished})", folded[:end]) if is_aligned else []
    parts, behind = [], start
    for hit in hits:
        if hit.start() >= start:
            parts.append((text[behind : hit.start()], text[hit.start() : hit.end()]))
            behind = hit.end()
    marked = format_html_join("", "{}<mark>{}</mark>", parts)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}{}", before, marked, text[behind:end], after)


def _place(folded: str, wanted: list[str]) -> int:
    """Return where a text has all words in a row, else the first of them, else part of one; its
    beginning where it has none."""
    for looked_for in (" ".join(map(re.escape, wanted)), "|".join(map(re.escape, wanted))):
        for before in (r"(?<!\w)", ""):
            if hit := re.search(f"{before}(?:{looked_for})", folded):
                return hit.start()
    return 0
