"""Amounts in templates."""

from django import template

from events.vietnamese import amounts

register = template.Library()


@register.filter
def dong(amount: int) -> str:
    """Return đồng in figures: 500000000 is "500.000.000 đồng"."""
    return amounts.figures(amount) if amount >= 0 else f"-{amounts.figures(-amount)}"
