"""Seats, the delegates who hold them, and whom the committee invites."""

from registrations.models.hall import HallRow
from registrations.models.imports import ImportDraft
from registrations.models.invitation import CallLog, Invitation, Substitution
from registrations.models.personal_data import (
    Consent,
    ConsentPurpose,
    ConsentText,
    DataRequest,
    Erasure,
)
from registrations.models.registration import Registration
from registrations.models.seating import Seat, Seating

__all__ = [
    "CallLog",
    "Consent",
    "ConsentPurpose",
    "ConsentText",
    "DataRequest",
    "Erasure",
    "HallRow",
    "ImportDraft",
    "Invitation",
    "Registration",
    "Seat",
    "Seating",
    "Substitution",
]
