"""Texts that are there in Vietnamese, and perhaps in English."""

from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Words(NamedTuple):
    """A text and the language that it is in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text

    @property
    def lang(self) -> SafeString | str:
        """The attribute that marks it on a page of another language."""
        if self.language == get_language() or not self.text:
            return ""
        return format_html(' lang="{}"', self.language)


def words_of(row: Any, name: str) -> Words:
    """Return a text of a row in the language of the page; in Vietnamese where it has no other.

    The English one stands in the column of the name with `_en` behind it.
    """
    if get_language() == "en" and (english := getattr(row, f"{name}_en", "")):
        return Words(english, "en")
    return Words(getattr(row, name), "vi")


def is_vietnamese_only(row: Any, *names: str) -> bool:
    """Return whether the page is English and one of these texts is not."""
    if get_language() == "vi":
        return False
    return any(getattr(row, name) and not getattr(row, f"{name}_en", "") for name in names)
