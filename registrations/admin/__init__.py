"""The admin of seats and delegates. Seats change hands through the services only."""

from registrations.admin import registration, seating

__all__ = ["registration", "seating"]
