"""The admin of the ground: contest, ceremony, plan, and the register of papers."""

from events.admin import (
    approvals,
    content,
    contest,
    correction,
    event,
    letters,
    members,
    plan,
    record,
    register,
    units,
)

__all__ = [
    "approvals",
    "content",
    "contest",
    "correction",
    "event",
    "letters",
    "members",
    "plan",
    "record",
    "register",
    "units",
]
