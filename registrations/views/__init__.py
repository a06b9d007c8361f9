"""The public pages: registering, the own page of a delegate, and the page of an invitation."""

from registrations.views.delegate import (
    calendar,
    cancel,
    qr_code,
    register,
    registration,
    ticket,
)

__all__ = ["calendar", "cancel", "qr_code", "register", "registration", "ticket"]
