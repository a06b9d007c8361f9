"""The map of the site for search engines: every public page in both languages."""

from collections.abc import Sequence
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import translate_url
from django.utils.translation import get_language, override

from contest_portal.public.index import Entry, entries
from events.web import pages


class PublicPages(Sitemap):
    """All pages of the ceremony that the site shows and of its contest."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> Sequence[Entry]:
        """Return the pages, in Vietnamese."""
        event = pages.current_event(*pages.Content.read())
        with override("vi"):
            return [one for one in entries(event) if one.is_page]

    def location(self, item: Any) -> str:
        """Return the path in the language that is active."""
        language = get_language() or "vi"
        with override("vi"):  # in which the address of the entry is read
            return translate_url(item.url, language)

    def lastmod(self, item: Any) -> Any:
        """Return when the page last changed, where that is known."""
        return item.changed
