"""Addresses of the files of pictures; the same in every language."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from events.public.pictures import views


class DigestConverter(StringConverter):
    """A SHA-256 in hex."""

    regex = "[0-9a-f]{64}"


register_converter(DigestConverter, "digest")

app_name = "pictures"
urlpatterns = [path("<digest:sha256>.<str:ending>", views.file, name="file")]
