"""Words that stay together on paper."""

import re
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from events.documents import breaking

register = template.Library()

# In this order: the last two words with the end mark of a paper; a word and the dash after
# it; a word with a sign at which a line could break: 57-NQ/TW, KH&CN, 31/12/2024, 120-130.
_TOGETHER = re.compile(r"\S+ \S*\./\.$|\S+ [-–](?= )|\S*[-/&]\S+|\S+[-/&]\S*")
_LONGEST = 28  # characters: longer words must break, or they would leave the page


@register.filter
@lru_cache(maxsize=1000)
def symbols(text: str, longest: int = _LONGEST) -> SafeString:
    """Escape a text and keep its symbols, dates and end mark unbroken at line ends."""
    pairs = []
    done = 0
    for match in _TOGETHER.finditer(text):
        if len(match[0]) <= longest:
            pairs.append((text[done : match.start()], match[0]))
            done = match.end()
    marked = format_html_join("", '{}<span class="together">{}</span>', pairs)
    return marked + escape(text[done:])


register.filter("balanced", breaking.balanced)


@register.filter
def lines(text: str) -> list[str]:
    """Return the lines of a text that have something on them."""
    return [line for line in map(str.strip, text.splitlines()) if line]


@register.filter
def one_line(text: str) -> str:
    """Return the text without line breaks."""
    return " ".join(text.split())
