"""What public pages need to stand in two languages."""

import datetime
import re
from typing import Any

from django import template
from django.urls import reverse, translate_url
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from events.models import Event
from events.web import symbols
from events.web.contact import whom_to_ask

register = template.Library()


@register.simple_tag(name="whom_to_ask")
def whom_to_ask_tag(event: Event | None = None) -> str:
    """Say whom to ask, where there is somebody."""
    return unbroken(whom_to_ask(event if isinstance(event, Event) else None))


@register.simple_tag
def vi() -> str | SafeString:
    """Mark content that is kept in Vietnamese only, on pages of another language."""
    return "" if get_language() == "vi" else format_html(' lang="{}"', "vi")


@register.filter(expects_localtime=True)
def day(value: datetime.date) -> str:
    """Write a day so that nobody takes it for another: in English 05/12 has two meanings.

    Of a moment it is the day here, which in the first hours is another one than in UTC."""
    return written(value, "d/m/Y" if get_language() == "vi" else "j F Y")


@register.filter(expects_localtime=True)
def moment(value: datetime.datetime) -> str:
    """Write an hour and its day, likewise."""
    return written(value, "H:i d/m/Y" if get_language() == "vi" else "H:i, j F Y")


@register.filter
def unbroken(text: object) -> str:
    """Let no line end within a telephone number."""
    return re.sub(r"(?<=\d) (?=\d{3})", "\N{NO-BREAK SPACE}", str(text))


@register.filter
def kept_dash(text: object) -> str:
    """Let no line of a title begin with a dash."""
    return str(text).replace(" - ", "\N{NO-BREAK SPACE}- ")


@register.filter(name="symbols")
def kept_together(text: object) -> SafeString:
    """Let no line end within the symbol of a paper; behind what makes HTML of a text."""
    return symbols.kept_together(text)


@register.filter
def parts(text: object) -> list[str]:
    """Return a title in the parts between which its lines had best break: each ends with a dash."""
    return str(text).replace(" - ", " -\n").split("\n")


@register.simple_tag(takes_context=True)
def page_in(context: template.Context, language: str) -> str:
    """Return the path of this page in `language`; of the home page where this one has none."""
    request: Any = context.get("request")
    path = request.path if request else ""
    translated = translate_url(path, language) if path else path
    if translated == path and language != get_language():
        with override(language):
            return reverse("home")
    return translated
