"""Words that stay together on paper."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# In this order: the last two words with the end mark of a paper; a word and the dash after
# it; a word with a sign at which a line could break: 57-NQ/TW, KH&CN, 31/12/2024, 120-130.
_TOGETHER = re.compile(r"\S+ \S*\./\.$|\S+ [-–](?= )|\S*[-/&]\S+|\S+[-/&]\S*")
_LONGEST = 28  # characters: longer words must break, or they would leave the page


@register.filter
def symbols(text: str, longest: int = _LONGEST) -> SafeString:
    """Escape a text and keep its symbols, dates and end mark unbroken at line ends."""
    parts = []
    done = 0
    for match in _TOGETHER.finditer(text):
        if len(match[0]) > longest:
            continue
        parts += [escape(text[done : match.start()]), '<span class="together">']
        parts += [escape(match[0]), "</span>"]
        done = match.end()
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308  (all parts escaped)


@register.filter
def lines(text: str) -> list[str]:
    """Return the lines of a text that have something on them."""
    return [line for line in map(str.strip, text.splitlines()) if line]


@register.filter
def one_line(text: str) -> str:
    """Return the text without line breaks."""
    return " ".join(text.split())
