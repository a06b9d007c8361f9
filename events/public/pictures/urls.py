"""Addresses of the files of pictures; the same in every language."""

from django.urls import path

from events.public.pictures import views
from events.web import digests  # noqa: F401  (registers the converter of digests)

app_name = "pictures"
urlpatterns = [path("<digest:sha256>.<str:ending>", views.file, name="file")]
