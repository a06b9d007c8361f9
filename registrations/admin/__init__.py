"""The admin of seats and delegates. Seats change hands through the services only."""

from registrations.admin import invitation, registration, seating

__all__ = ["invitation", "registration", "seating"]
