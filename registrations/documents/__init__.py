"""Papers about seats and those who are invited to them; each module makes its kinds known."""

from registrations.documents import checks, invitations, seating_chart, tickets

__all__ = ["checks", "invitations", "seating_chart", "tickets"]
