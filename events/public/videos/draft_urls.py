"""Addresses of what plays on the page of a draft, behind its secret link."""

from django.urls import path

from events.public.videos import files

app_name = "video_drafts"
urlpatterns = [
    path("<token:token>/tep/", files.draft_file, name="file"),
    path("<token:token>/phu-de/<slug:language>/", files.draft_captions, name="captions"),
]
