"""Amounts as Vietnamese write them."""

from django import template

from events.vietnamese import amounts

register = template.Library()
register.filter("in_figures", amounts.figures)
register.filter("in_words", amounts.in_words)
