"""Addresses of the programme."""

from django.urls import path
from django.urls.resolvers import URLPattern

app_name = "agenda"
urlpatterns: list[URLPattern] = []
