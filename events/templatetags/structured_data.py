"""What search engines read: data in the page, which no browser carries out."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# as `django.utils.html.json_script`: nothing in the data may end the element
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@register.simple_tag
def structured_data(data: dict[str, Any]) -> SafeString | str:
    """Return the data of a page as JSON-LD; a data block, so the policy needs no exception."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308
