"""The frame of a public page: its menu, and what its head tells others about it."""

import html
from typing import Any, NamedTuple

from django import template
from django.template.base import NodeList, Parser, Token
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from contest_portal import menu
from events.models import Event

register = template.Library()

LONGEST = 200  # letters of a description; who shows it cuts what is longer


class Link(NamedTuple):
    """An entry of a menu, with its address and whether it leads to the page itself."""

    label: str
    address: str
    here: bool


@register.simple_tag(takes_context=True)
def entries(context: template.Context, of: str) -> list[Link]:
    """Return the links of a menu: of "menu", or of "foot"."""
    event = context.get("event")
    path = getattr(context.get("request"), "path", "")
    chosen = {"menu": menu.MENU, "foot": menu.FOOT}[of]
    shown = [one for one in chosen if one.shown(event if isinstance(event, Event) else None)]
    links = [(str(one.label), reverse(one.url_name)) for one in shown]
    return [Link(label, address, _leads_to(address, path)) for label, address in links]


def _leads_to(address: str, path: str) -> bool:
    """Return whether a page is the one of an address, or stands below it."""
    return path == address or (path.startswith(address) and address != reverse("home"))


class HeadNode(template.Node):
    """Writes title and description, each also as social networks read them."""

    def __init__(self, title: NodeList, description: NodeList) -> None:
        self.title = title
        self.description = description

    def render(self, context: template.Context) -> SafeString:
        """Return the tags of the head."""
        title, description = (_plain(part.render(context)) for part in (self.title, self.description))
        name = _plain(context.template.engine.get_template("_site_name.html").render(context))
        return format_html(
            '<title>{} | {}</title>\n    <meta name="description" content="{}">\n'
            '    <meta property="og:title" content="{}">\n'
            '    <meta property="og:description" content="{}">\n'
            '    <meta property="og:site_name" content="{}">\n'
            '    <meta property="og:type" content="website">',
            title, name, description, title, description, name,
        )  # fmt: skip


@register.tag
def page_head(parser: Parser, token: Token) -> HeadNode:
    """Read `{% page_head %}…title…{% description %}…{% end_page_head %}`."""
    title = parser.parse(("description",))
    parser.delete_first_token()
    description = parser.parse(("end_page_head",))
    parser.delete_first_token()
    return HeadNode(title, description)


def _plain(markup: str) -> str:
    """Return the words of a piece of a page on one line, bounded."""
    words = " ".join(html.unescape(strip_tags(markup)).split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"


@register.simple_tag
def at(things: list[Any], place: int | None) -> Any:
    """Return the thing at a place; None where there is none."""
    return things[place] if place is not None and place < len(things) else None


@register.simple_tag
def following(things: list[Any], place: int | None) -> Any:
    """Return the thing after a place; the first where no place is known."""
    return at(things, 0 if place is None else place + 1)
