"""The admin of seats and delegates. Seats change hands through the services only."""

from registrations.admin import personal_data, registration, seating

__all__ = ["personal_data", "registration", "seating"]
