"""Addresses of the programme."""

from django.urls import path

from agenda.public import programme

app_name = "agenda"
urlpatterns = [
    path("", programme.programme, name="programme"),
    path("chuong-trinh.pdf", programme.programme_pdf, name="programme_pdf"),
]
