"""Addresses of the files of the look; the same in every language."""

from django.urls import path

from events.public.appearance import views
from events.web import digests  # noqa: F401  (registers the converter of digests)

app_name = "appearance"
urlpatterns = [path("<digest:sha256>.<str:ending>", views.file, name="file")]
