"""Seats and the delegates who hold them."""

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
    "Consent",
    "ConsentPurpose",
    "ConsentText",
    "DataRequest",
    "Erasure",
    "Registration",
    "Seat",
    "Seating",
]
