"""What the notice on personal data says."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def retention_days() -> int:
    """Return for how many days after the ceremony the data of delegates are kept."""
    return int(settings.RETENTION_DAYS["attend"])
