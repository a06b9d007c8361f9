"""The search over the site: without accents, in what is kept until the content changes.

Reading Markdown takes long, so only the texts that are shown are read: `_key` tells which may
have the words, and what is read tells which have.
"""

import html
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from contest_portal.public.index import Entry, entries
from events.fields import MARKDOWN_MAX
from events.vietnamese.names import PLAIN_LETTERS, fold
from events.vietnamese.text import clean
from events.web import markdown, pages

MOST = 50  # results
AROUND = 90  # characters shown on each side of a hit
LONGEST = 100  # characters of a question
TEXTS = 500  # whose words are remembered

_ADDRESS = re.compile(r"\]\([^()\s]*\)")  # of a link, behind its words
_MARKS = str.maketrans("", "", r"\`*_~[]")  # of Markdown, within a word


class Words(NamedTuple):
    """A text in one line, and as it is searched."""

    shown: str
    folded: str


class Known(NamedTuple):
    """An entry, its title as it is searched, and the key of its text."""

    entry: Entry
    title: str
    key: str


class Result(NamedTuple):
    """An entry that was found, and where its text has the words."""

    entry: Entry
    excerpt: SafeString


def search(content: pages.Content, question: str) -> list[Result]:
    """Return what has all words of the question; those that have them in their titles first."""
    wanted = fold(question[:LONGEST]).split()
    if not wanted:
        return []
    keys = [(word, _key(word)) for word in wanted]
    ranked = []
    for place, known in enumerate(_known(content)):
        in_title = sum(word in known.title for word in wanted)
        if all(word in known.title or key in known.key for word, key in keys):
            ranked.append((-in_title, place, known))
    ranked.sort(key=lambda one: one[:2])
    found: list[Result] = []
    for *_rank, known in ranked:
        text = _words(known.entry.text, known.entry.markdown)
        if all(word in known.title or word in text.folded for word in wanted):
            found.append(Result(known.entry, _excerpt(text, wanted)))
        if len(found) == MOST:
            break
    return found


def _known(content: pages.Content) -> list[Known]:
    def read() -> list[Known]:
        event = pages.current_event(*content)
        return [
            Known(one, fold(one.title), _key(f"{one.text} {one.markdown}"))
            for one in entries(event)
        ]

    return pages.shared(f"search:{get_language()}", content.stamp, read)


def _key(typed: str) -> str:
    """Return the plain letters of a text without accents, signs and marks of Markdown: a text that
    has a word has the key of the word in its own."""
    letters = unicodedata.normalize("NFKD", html.unescape(_ADDRESS.sub("", typed)).casefold())
    for letter, plain in PLAIN_LETTERS.items():
        letters = letters.replace(letter, plain)
    return letters.encode("ascii", "ignore").decode().translate(_MARKS).lower()


@lru_cache(TEXTS)
def _words(text: str, typed: str) -> Words:
    """Return the words of a text and of the Markdown behind it."""
    shown = clean(f"{text} {markdown.plain(typed, MARKDOWN_MAX) if typed else ''}")
    return Words(shown, fold(shown))


def _excerpt(words: Words, wanted: list[str]) -> SafeString:
    """Return the text around the words that are found in it, together where they stand together;
    all of them are marked."""
    text, folded = words
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
