"""Addresses of the days of the contest."""

from django.urls import path

from events.public.milestones import views

app_name = "milestones"
urlpatterns = [
    path("", views.milestones, name="milestones"),
    path("feed/", views.feed, name="feed"),
    path("lich.ics", views.calendar, name="calendar"),
]
