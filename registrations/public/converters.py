"""What a secret or a code in an address looks like; all else is not even looked up."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class TokenConverter(StringConverter):
    """The secret of a link, as `registrations.models.registration.new_token` makes it."""

    regex = "[A-Za-z0-9_-]{22,64}"


class CodeConverter(StringConverter):
    """A short code, with or without its dash, in any letters."""

    regex = "[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}"


register_converter(TokenConverter, "token")
register_converter(CodeConverter, "invitation_code")
