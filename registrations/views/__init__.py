"""The public pages: registering, the own page of a delegate, and the page of an invitation."""

from registrations.views.delegate import cancel, qr_code, register, registration

__all__ = ["cancel", "qr_code", "register", "registration"]
