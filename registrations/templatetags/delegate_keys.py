"""Addresses of what an office does about one delegate."""

from django import template

from registrations.services.delegate_keys import handle

register = template.Library()
register.filter("handle", handle)
