"""Addresses of a delegate; those of an office stand in `registrations.public.invitation.urls`."""

from registrations.public.personal_data import urls as personal_data
from registrations.public.registration import urls as registration

app_name = "registrations"
urlpatterns = [*registration.urlpatterns, *personal_data.urlpatterns]
