"""The map of the site for search engines: every public page in both languages."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from contest_portal.public.index import Entry, entries
from events.web import pages


@require_safe
@pages.kept(pages.Content.read)
def sitemap(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Answer with the map."""
    answer = views.sitemap(request, {"pages": PublicPages(content)})
    return answer.render()


class PublicPages(Sitemap):
    """All pages of the ceremony that the site shows and of its contest."""

    i18n = True
    alternates = True
    x_default = True

    def __init__(self, content: pages.Content) -> None:
        self.content = content

    def items(self) -> Sequence[Entry]:
        """Return the pages, in Vietnamese."""
        event = pages.current_event(*self.content)
        with override(settings.LANGUAGE_CODE):
            return [one for one in entries(event) if one.is_page]

    def location(self, item: Any) -> str:
        """Return the path in the language that is active: Vietnamese ones have no prefix."""
        language = get_language()
        path: str = item.url
        return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"

    def lastmod(self, item: Any) -> Any:
        """Return when the page last changed, where that is known."""
        return item.changed
