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
from registrations.services.letters import queue_due_letters
from registrations.services.locking import hold_seats
from registrations.services.personal_data import (
    answer,
    ask,
    change_consents,
    due_for_erasure,
    erase_due,
    finish,
    is_over,
    refuse,
)
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
    "answer",
    "approve",
    "ask",
    "cancel",
    "cancel_delegate",
    "change_consents",
    "change_invitation",
    "correct",
    "decline",
    "decline_invitation",
    "due_for_erasure",
    "erase_due",
    "finish",
    "give_reserve_seat",
    "hold_seats",
    "invite",
    "is_over",
    "name_delegate",
    "name_delegates",
    "open_seating",
    "promote_waiting",
    "queue_due_letters",
    "refuse",
    "register",
    "resize",
    "substitute",
]
