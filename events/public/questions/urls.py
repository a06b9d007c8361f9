"""Addresses of the questions and answers."""

from django.urls import path

from events.public.questions import views

app_name = "questions"
urlpatterns = [
    path("", views.questions, name="questions"),
    path("tim/", views.search, name="search"),
]
