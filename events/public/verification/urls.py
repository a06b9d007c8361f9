"""Addresses of the verification of papers."""

from django.urls import path

from events.public.verification import views

app_name = "events"
urlpatterns = [
    path("", views.verification, name="verification"),
    path("<str:code>/", views.verify, name="verify"),
]
