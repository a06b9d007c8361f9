"""The only writers of seats and registrations: one rule behind every door."""

from registrations.services.invitations import (
    cancel_delegate,
    change_invitation,
    invite,
    name_delegate,
    name_delegates,
    substitute,
)
from registrations.services.invitations import decline as decline_invitation
from registrations.services.locking import hold_seats
from registrations.services.registering import Delegate, register
from registrations.services.seating import open_seating, resize
from registrations.services.steps import (
    approve,
    cancel,
    correct,
    decline,
    give_reserve_seat,
    promote_waiting,
)

__all__ = [
    "Delegate",
    "approve",
    "cancel",
    "cancel_delegate",
    "change_invitation",
    "correct",
    "decline",
    "decline_invitation",
    "give_reserve_seat",
    "hold_seats",
    "invite",
    "name_delegate",
    "name_delegates",
    "open_seating",
    "promote_waiting",
    "register",
    "resize",
    "substitute",
]
