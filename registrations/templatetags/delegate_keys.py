"""Addresses of what an office does about one delegate."""

from django import template

from registrations.services.delegate_keys import delegate_key

register = template.Library()
register.filter("delegate_key", delegate_key)
