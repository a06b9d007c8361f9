"""The map of the site for search engines (sitemaps.org): every public page in both languages."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.translation import override
from django.views.decorators.http import require_safe

from contest_portal.public.index import entries
from events.web import pages

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@require_safe
@pages.kept(pages.Content.read)
def sitemap(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Answer with the map."""
    site = escape(f"{request.scheme}://{request.get_host()}")
    text = f"{HEAD}{''.join(_pages(content, site))}</urlset>\n"
    # the map is for engines to read, and for nobody to find
    return HttpResponse(text, "application/xml", headers={"X-Robots-Tag": "noindex"})


def _pages(content: pages.Content, site: str) -> Iterator[str]:
    """Yield each page in each language, with its addresses in all of them."""
    with override(settings.LANGUAGE_CODE):
        shown = [one for one in entries(pages.current_event(*content)) if one.is_page]
    for page in shown:
        path = escape(page.url)
        addresses = {code: f"{site}{_prefix(code)}{path}" for code, _name in settings.LANGUAGES}
        ways = {**addresses, "x-default": addresses[settings.LANGUAGE_CODE]}
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
            for code, address in ways.items()
        )
        changed = f"<lastmod>{page.changed:%Y-%m-%d}</lastmod>" if page.changed else ""
        for address in addresses.values():
            yield f"<url><loc>{address}</loc>{changed}{others}</url>\n"


def _prefix(code: str) -> str:
    """Return what a path in a language begins with."""
    return "" if code == settings.LANGUAGE_CODE else f"/{code}"
