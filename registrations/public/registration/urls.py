"""Addresses of registration, and of a delegate's own page behind the secret link."""

from django.urls import path

from events.web import links  # noqa: F401  (registers the converter of tokens)
from registrations.public.registration import finding, views

urlpatterns = [
    path("", views.register, name="register"),
    path("tim-lai/", finding.find, name="find"),
    path("<token:token>/", views.registration, name="registration"),
    path("<token:token>/huy/", views.cancel, name="cancel"),
    path("<token:token>/phieu-tham-du.pdf", views.ticket, name="ticket"),
    path("<token:token>/lich-buoi-le.ics", views.calendar, name="calendar"),
    path("<token:token>/qr.svg", views.qr_code, name="qr_code"),
]
