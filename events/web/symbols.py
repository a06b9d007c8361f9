"""Symbols of papers, as 255/KH-UBND and 30/2020/NĐ-CP: no line ends within one."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_LETTERS = r"[A-ZĐ][A-ZĐa-z]{0,9}(?:&amp;[A-ZĐ]{1,9})?"
_TAG = r"""</?[a-z](?:[^"'>]|"[^"]*"|'[^']*')*>"""
_SYMBOL = rf"(?<![\w/.-])(\d{{1,5}}(?:/\d{{4}})?(?:[-/]{_LETTERS}){{1,4}})(?![\w/-])"
_TAG_OR_SYMBOL = re.compile(f"{_TAG}|{_SYMBOL}")


def kept_together(text: object) -> SafeString:
    """Return a text, or HTML that is safe, as HTML in which symbols stand on one line."""
    html = text if isinstance(text, SafeString) else escape(str(text))
    return mark_safe(_TAG_OR_SYMBOL.sub(_marked, html))  # noqa: S308  only wraps what is escaped


def _marked(found: re.Match[str]) -> str:
    return f'<span class="together">{found[1]}</span>' if found[1] else found[0]
