"""Addresses of what a person may ask for by the law on personal data."""

from django.urls import path

from events.web import links  # noqa: F401  (registers the converter of tokens)
from registrations.public.personal_data import views

urlpatterns = [
    path("<token:token>/du-lieu/", views.own_data, name="own_data"),
    path("<token:token>/du-lieu.json", views.download, name="download"),
]
