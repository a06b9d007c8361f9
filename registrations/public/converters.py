"""What a code in an address looks like; all else is not even looked up."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """A short code, with or without its dash, in any letters."""

    regex = "[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}"


register_converter(CodeConverter, "invitation_code")
