"""Seats and the delegates who hold them."""

from registrations.models.registration import Registration
from registrations.models.seating import Seat, Seating

__all__ = ["Registration", "Seat", "Seating"]
