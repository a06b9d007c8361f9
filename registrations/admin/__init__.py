"""The admin of seats and delegates. Seats change hands through the services only."""

from registrations.admin import consequences
from registrations.admin.invitation import admin as invitation
from registrations.admin.personal_data import records, requests
from registrations.admin.registration import admin as registration
from registrations.admin.seating import admin as seating

__all__ = ["consequences", "invitation", "records", "registration", "requests", "seating"]
