"""Addresses of the rules."""

from django.urls import path

from events.public.rules import views

app_name = "rules"
urlpatterns = [
    path("", views.shown, name="shown"),
    path("so-sanh/", views.choose, name="choose"),
    path("so-sanh/<slug:old>/<slug:new>/", views.compare, name="compare"),
    path("<slug:slug>/", views.version, name="version"),
    path("<slug:slug>/the-le.pdf", views.paper, name="paper"),
]
