"""The only writers of seats and registrations: one rule behind every door."""

from registrations.services.capacity import open_seating, resize
from registrations.services.data_requests import (
    answer,
    ask,
    change_consents,
    finish,
    loses_place,
    own_data,
    refuse,
)
from registrations.services.erasure import count_overdue, due_for_erasure, erase_due, is_over
from registrations.services.hall import Arranged, arrange, follow_rows, move, place, swap
from registrations.services.identity import Delegate
from registrations.services.import_jobs import carry_out_waiting
from registrations.services.invitations import (
    cancel_delegate,
    change_invitation,
    correct_delegate,
    correct_own,
    invite,
    name_delegate,
    note_sent,
    send_invitation,
    substitute,
)
from registrations.services.invitations import decline as decline_invitation
from registrations.services.invitations import remove as remove_invitation
from registrations.services.invitations import reopen as reopen_invitation
from registrations.services.locking import hold_seats
from registrations.services.registration import register
from registrations.services.reminders import (
    queue_due_letters,
    send_own_link,
    tell_again,
    tell_new_places,
)
from registrations.services.sources import TakenBack, let_be, take_back
from registrations.services.transitions import (
    approve,
    cancel,
    correct,
    decline,
    give_reserve_seat,
    promote_due,
    promote_waiting,
)

__all__ = [
    "Arranged",
    "Delegate",
    "TakenBack",
    "answer",
    "approve",
    "arrange",
    "ask",
    "cancel",
    "cancel_delegate",
    "carry_out_waiting",
    "change_consents",
    "change_invitation",
    "correct",
    "correct_delegate",
    "correct_own",
    "count_overdue",
    "decline",
    "decline_invitation",
    "due_for_erasure",
    "erase_due",
    "finish",
    "follow_rows",
    "give_reserve_seat",
    "hold_seats",
    "invite",
    "is_over",
    "let_be",
    "loses_place",
    "move",
    "name_delegate",
    "note_sent",
    "open_seating",
    "own_data",
    "place",
    "promote_due",
    "promote_waiting",
    "queue_due_letters",
    "refuse",
    "register",
    "remove_invitation",
    "reopen_invitation",
    "resize",
    "send_invitation",
    "send_own_link",
    "substitute",
    "swap",
    "take_back",
    "tell_again",
    "tell_new_places",
]
