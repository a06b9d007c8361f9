"""Words that stay together on paper."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from events.documents import breaking
from events.web import markdown

register = template.Library()

# A word with a sign at which a line could break: 57-NQ/TW, KH&CN, 31/12/2024, 120-130.
_SYMBOL = r"\S*[-/&]\S+|\S+[-/&]\S*"
# Before that: the last two words with the end mark of a paper; a word and the dash after it.
_TOGETHER = re.compile(rf"\S+ \S*\./\.$|\S+ [-–](?= )|{_SYMBOL}")
_ALONE = re.compile(_SYMBOL)
_ADDRESS = re.compile(r"(?P<scheme>https?://)(?P<server>[\w.:-]+)(?P<path>(?:/[^\s,;()]*)?)")
_JOINT = SafeString('<span class="joint"></span>')  # a line may break here
_LONGEST = 28  # characters: longer words must break, or they would leave the page


@register.filter
@lru_cache(maxsize=1000)
def symbols(text: str, longest: int = _LONGEST) -> SafeString:
    """Escape a text and keep its symbols, dates and end mark unbroken at line ends."""
    marked = SafeString()
    done = 0
    for address in _ADDRESS.finditer(text):
        if _LONGEST <= longest < len(address[0]):
            marked += _marked(text[done : address.start()], longest) + _jointed(address)
            done = address.end()
    return marked + _marked(text[done:], longest)


@register.filter
def on_paper(text: str) -> SafeString:
    """Return the HTML of a text in Markdown, without pictures and below a heading of its own."""
    return markdown.render(text, top=3, library={})


@register.filter
def cell(text: str) -> SafeString:
    """Return the text of a wide cell, whose lines are not justified, as `symbols` does."""
    return symbols(text, _LONGEST - 1)


def _marked(text: str, longest: int) -> SafeString:
    pairs = []
    done = 0
    for start, end in _kept(text, longest):
        before = text[done:start]
        joint = longest < _LONGEST and before[-1:] == " " and not before.isspace()
        pairs.append((_spaced(before[:-1]) if joint else before, text[start:end]))
        done = end
    marked = format_html_join("", '{}<span class="together">{}</span>', pairs)
    return marked + escape(text[done:])


def _spaced(text: str) -> SafeString:
    """Return a text of a cell and the space behind it, which stands apart.

    Where such a space just passed the end of its line, WeasyPrint would break the line far before.
    Where lines are justified, the joint would keep them from it.
    """
    return escape(text) + _JOINT + SafeString(" ")


def _jointed(address: re.Match[str]) -> SafeString:
    """Let a long address break behind a dot of its server's name, and not behind `https://`."""
    first, *others = re.split(r"(?<=\.)", address["server"])
    parts = [f"{address['scheme']}{first}", *others]
    if len(parts) > 2:  # gov.vn
        parts[-2:] = ["".join(parts[-2:])]
    if len(address["path"]) <= _LONGEST:
        parts[-1] += address["path"]
    kept = format_html_join(_JOINT, '<span class="together">{}</span>', ((p,) for p in parts))
    return kept if parts[-1].endswith(address["path"]) else kept + escape(address["path"])


def _kept(text: str, longest: int) -> Iterator[tuple[int, int]]:
    for match in _TOGETHER.finditer(text):
        if len(match[0]) <= longest:
            yield match.span()
        else:
            for symbol in _ALONE.finditer(text, *match.span()):
                if len(symbol[0]) <= longest:
                    yield symbol.span()


register.filter("balanced", breaking.balanced)
register.filter("left_column", breaking.left_column)
register.filter("right_column", breaking.right_column)
register.filter("half_column", breaking.half_column)


@register.filter
def broken(parts: tuple[str, ...]) -> SafeString:
    """Escape lines and put breaks between them."""
    return format_html_join(SafeString("<br>"), "{}", ((symbols(part),) for part in parts))


@register.filter
def leads(text: str) -> SafeString:
    """Return the class of a paragraph that stands on the page of what it announces, or nothing."""
    return SafeString(' class="leads"' if text.rstrip().endswith(":") else "")


@register.filter
def lines(text: str) -> list[str]:
    """Return the lines of a text that have something on them."""
    return [line for line in map(str.strip, text.splitlines()) if line]


@register.filter
def one_line(text: str) -> str:
    """Return the text without line breaks."""
    return " ".join(text.split())


@register.filter
def capfirst_small(text: str) -> str:
    """Return the kind of a paper in a sentence: KẾ HOẠCH becomes Kế hoạch."""
    return text.capitalize()


@register.filter
def one_line_list(text: str) -> str:
    """Return the lines of a text one after the other, with semicolons between them."""
    return "; ".join(lines(text))
