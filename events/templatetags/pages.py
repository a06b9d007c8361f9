"""What public pages need to stand in two languages."""

from typing import Any

from django import template
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

register = template.Library()


@register.simple_tag
def vi() -> str | SafeString:
    """Mark content that is kept in Vietnamese only, on pages of another language."""
    return "" if get_language() == "vi" else format_html(' lang="{}"', "vi")


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
