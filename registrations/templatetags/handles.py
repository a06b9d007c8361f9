"""Addresses of what an office does about one delegate."""

from django import template

from registrations.handles import handle

register = template.Library()
register.filter("handle", handle)
