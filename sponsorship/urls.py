"""Addresses of the sponsors."""

from django.urls import path

from sponsorship import views

app_name = "sponsorship"
urlpatterns = [
    path("", views.sponsors, name="sponsors"),
    path("logo/<slug:sha256>.png", views.logo, name="logo"),
]
