"""Seats, the delegates who hold them, and whom the committee invites."""

from registrations.models.invitation import CallLog, Invitation, Substitution
from registrations.models.registration import Registration
from registrations.models.seating import Seat, Seating

__all__ = ["CallLog", "Invitation", "Registration", "Seat", "Seating", "Substitution"]
