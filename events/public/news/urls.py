"""Addresses of the news."""

from django.urls import path

from events.public.news import views

app_name = "news"
urlpatterns = [
    path("", views.posts, name="posts"),
    path("trang/<page_number:number>/", views.posts, name="page"),
    path("feed/", views.feed, name="feed"),
    path("<slug:slug>/", views.post, name="post"),
]
