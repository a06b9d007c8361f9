"""The frame of a public page: its menu, and what its head tells others about it."""

import html
import re
from typing import Any, NamedTuple

from django import template
from django.template.base import NodeList, Parser, Token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from contest_portal.public import menu, sharing, structured
from events.models import Event
from events.templatetags.structured_data import structured_data
from events.vietnamese.titles import SetTitle
from events.web import looks

register = template.Library()

TITLE = re.compile(r"<title>(.*?)</title>", re.S)
DESCRIPTION = re.compile(r'name="description" content="(.*?)"', re.S)


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


class SocialNode(template.Node):
    """Tells social networks the title and the description that stand inside."""

    def __init__(self, inside: NodeList) -> None:
        self.inside = inside

    def render(self, context: template.Context) -> SafeString:
        """Return what is inside, and the tags that networks read."""
        inside = self.inside.render(context)
        title = _words(TITLE, inside).rpartition(" | ")[0]
        context["page_title"] = title  # for what stands further down in the head
        return inside + format_html(
            '<meta property="og:title" content="{}">\n'
            '    <meta property="og:description" content="{}">\n'
            '    <meta property="og:type" content="{}">',
            title,
            _words(DESCRIPTION, inside),
            context.get("page_type", "website"),
        )


@register.tag
def social(parser: Parser, token: Token) -> SocialNode:
    """Read `{% social %}<title>…</title><meta name="description" content="…">{% endsocial %}`."""
    inside = parser.parse(("endsocial",))
    parser.delete_first_token()
    return SocialNode(inside)


def _words(pattern: re.Pattern[str], markup: str) -> str:
    """Return what a piece of the head says, on one line."""
    found = pattern.search(markup)
    return " ".join(html.unescape(found[1]).split()) if found else ""


@register.simple_tag(takes_context=True)
def share_picture(context: template.Context) -> str:
    """Return the path of the picture that networks show of this page: its title, before our hills.

    A title in the words of the ceremony is set like that one. What a visitor typed must not stand
    in the title: the picture would be signed by us.
    """
    event, title = context.get("event"), str(context.get("page_title") or "")
    look = looks.of(context.get("request"))
    if not isinstance(event, Event):
        return sharing.address_of(SetTitle("", [title], ""), look)
    if title == event.title:
        return sharing.address_of(event.set_title(), look)
    contest = gettext("Contest “%(contest)s”") % {"contest": event.contest.name}
    return sharing.address_of(SetTitle(contest, [title], ""), look)


@register.simple_tag(takes_context=True)
def look(context: template.Context) -> looks.Look:
    """Return the look of the site: colours, emblem, motif."""
    return looks.of(context.get("request"))


@register.simple_tag(takes_context=True)
def event_data(context: template.Context) -> str:
    """Tell search engines of the ceremony of this page."""
    event, request = context.get("event"), context.get("request")
    if not isinstance(event, Event) or request is None:
        return ""
    picture = sharing.address_of(event.set_title(), looks.of(request))
    return structured_data(structured.event_data(event, request, picture))


@register.simple_tag
def at(things: list[Any], place: int | None) -> Any:
    """Return the thing at a place; None where there is none."""
    return things[place] if place is not None and place < len(things) else None


@register.simple_tag
def following(things: list[Any], place: int | None) -> Any:
    """Return the thing after a place; the first where no place is known."""
    return at(things, 0 if place is None else place + 1)
