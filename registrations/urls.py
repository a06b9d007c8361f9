"""Addresses of registration."""

from django.urls import path
from django.urls.resolvers import URLPattern

app_name = "registrations"
urlpatterns: list[URLPattern] = []
