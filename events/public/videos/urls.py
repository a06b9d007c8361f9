"""Addresses of the videos."""

from django.urls import path

from events.public.videos import files, views

app_name = "videos"
urlpatterns = [
    path("", views.videos, name="videos"),
    path("trang/<page_number:number>/", views.more, name="more"),
    path("<slug:slug>/", views.video, name="video"),
    path("<slug:slug>/tep/", files.file, name="file"),
    path("<slug:slug>/phu-de/<slug:language>/", files.captions, name="captions"),
]
