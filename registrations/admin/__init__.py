"""The admin of seats and delegates. Seats change hands through the services only."""

from registrations.admin import invitation, personal_data, registration, seating

__all__ = ["invitation", "personal_data", "registration", "seating"]
