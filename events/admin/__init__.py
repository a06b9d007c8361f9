"""The admin of the ground: contest, ceremony, plan, and the register of papers."""

from events.admin import contest, correction, event, letters, members, plan, register, units

__all__ = [
    "contest",
    "correction",
    "event",
    "letters",
    "members",
    "plan",
    "register",
    "units",
]
