"""Addresses of invitations: by the code that was read out, and behind the secret link."""

from django.urls import path

from events.web import links  # noqa: F401  (registers the converter of tokens)
from registrations.public import converters  # noqa: F401  (registers that of codes)
from registrations.public.invitation import delegate_views, views
from registrations.public.invitation.list_views import name_list

app_name = "invitations"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("<invitation_code:code>/", views.by_code, name="by_code"),
    path("<token:token>/", views.invitation, name="invitation"),
    path("<token:token>/danh-sach/", name_list, name="list"),
    path("<token:token>/tu-choi/", delegate_views.decline, name="decline"),
    path("<token:token>/thay/<token:delegate>/", delegate_views.substitute, name="substitute"),
    path("<token:token>/sua/<token:delegate>/", delegate_views.correct, name="correct"),
    path("<token:token>/huy/<token:delegate>/", delegate_views.cancel_delegate, name="cancel"),
    path("<token:token>/phieu/<token:delegate>/", delegate_views.ticket, name="ticket"),
    path("<token:token>/thong-bao/<token:delegate>/", delegate_views.letter, name="letter"),
]
