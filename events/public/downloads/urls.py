"""Addresses of the documents."""

from django.urls import path

from events.public.downloads import views

app_name = "downloads"
urlpatterns = [
    path("", views.downloads, name="downloads"),
    path("<int:pk>/", views.file, name="file"),
]
