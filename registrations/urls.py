"""Addresses of registration. A token that no link of ours can hold is not even looked up."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from registrations import views
from registrations.views import personal_data as views_personal_data


class TokenConverter(StringConverter):
    """The secret of a link, as `registrations.models.registration.new_token` makes it."""

    regex = "[A-Za-z0-9_-]{22,64}"


register_converter(TokenConverter, "token")

app_name = "registrations"
urlpatterns = [
    path("", views.register, name="register"),
    path("<token:token>/", views.registration, name="registration"),
    path("<token:token>/huy/", views.cancel, name="cancel"),
    path("<token:token>/du-lieu/", views_personal_data.own_data, name="own_data"),
    path("<token:token>/du-lieu.json", views_personal_data.download, name="download"),
    path("<token:token>/phieu-tham-du.pdf", views.ticket, name="ticket"),
    path("<token:token>/lich-buoi-le.ics", views.calendar, name="calendar"),
    path("<token:token>/qr.svg", views.qr_code, name="qr_code"),
]
