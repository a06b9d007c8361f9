"""The only writers of seats and registrations: one rule behind every door."""

from registrations.services.letters import queue_due_letters
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
    "correct",
    "decline",
    "give_reserve_seat",
    "hold_seats",
    "open_seating",
    "promote_waiting",
    "queue_due_letters",
    "register",
    "resize",
]
