"""Files under the digest of their bytes: what their addresses look like."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class DigestConverter(StringConverter):
    """A SHA-256 in hex."""

    regex = "[0-9a-f]{64}"


register_converter(DigestConverter, "digest")
