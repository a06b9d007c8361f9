"""Addresses of the programme."""

from django.urls import path

from agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.programme, name="programme"),
    path("chuong-trinh.pdf", views.programme_pdf, name="programme_pdf"),
]
