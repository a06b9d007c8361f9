"""The address of the file of a draft, behind its secret link."""

from django.urls import path

from events.public.downloads import views

app_name = "download_drafts"
urlpatterns = [path("<token:token>/tai-lieu/", views.draft_file, name="file")]
