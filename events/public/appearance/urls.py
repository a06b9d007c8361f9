"""Addresses of the files of the look; the same in every language."""

from django.urls import path

from events.public.appearance import views
from events.public.pictures import urls as pictures  # whose digests these addresses have, too

app_name = "appearance"
urlpatterns = [path("<digest:sha256>.<str:ending>", views.file, name="file")]
__all__ = ["app_name", "pictures", "urlpatterns"]
