"""What a page of the admin offers by the rights of its reader."""

from typing import Any

from django import template
from django.db.models import Model

from events.permissions import has_right

register = template.Library()


@register.simple_tag(takes_context=True)
def held(context: Any, right: str, row: Model) -> bool:
    """Return whether the reader has a right in the ceremony of a row."""
    return has_right(context["request"].user, right, row)
