"""Addresses of drafts."""

from django.urls import path

from events.public.preview import views

app_name = "preview"
urlpatterns = [path("<token:token>/", views.draft, name="draft")]
