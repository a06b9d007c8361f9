"""Seats and the delegates who hold them."""

from registrations.models.importing import ImportDraft
from registrations.models.registration import Registration
from registrations.models.seating import Seat, Seating

__all__ = ["ImportDraft", "Registration", "Seat", "Seating"]
