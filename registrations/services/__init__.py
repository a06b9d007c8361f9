"""The only writers of seats and registrations: one rule behind every door."""

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
    "change_consents",
    "correct",
    "decline",
    "due_for_erasure",
    "erase_due",
    "finish",
    "give_reserve_seat",
    "hold_seats",
    "is_over",
    "open_seating",
    "promote_waiting",
    "refuse",
    "register",
    "resize",
]
