"""Addresses of invitations: by the code that was read out, and behind the secret link."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

import registrations.urls  # noqa: F401  (registers the converter of tokens)
from registrations.views import invitation as views
from registrations.views import invitation_steps as steps
from registrations.views.invitation_list import name_list


class CodeConverter(StringConverter):
    """A short code, with or without its dash, in any letters."""

    regex = "[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}"


register_converter(CodeConverter, "invitation_code")

app_name = "invitations"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("<invitation_code:code>/", views.by_code, name="by_code"),
    path("<token:token>/", views.invitation, name="invitation"),
    path("<token:token>/danh-sach/", name_list, name="list"),
    path("<token:token>/tu-choi/", steps.decline, name="decline"),
    path("<token:token>/thay/<token:delegate>/", steps.substitute, name="substitute"),
    path("<token:token>/sua/<token:delegate>/", steps.correct, name="correct"),
    path("<token:token>/huy/<token:delegate>/", steps.cancel_delegate, name="cancel"),
    path("<token:token>/phieu/<token:delegate>/", steps.ticket, name="ticket"),
    path("<token:token>/thong-bao/<token:delegate>/", steps.letter, name="letter"),
]
