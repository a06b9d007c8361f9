"""The ground that the other rooms stand on."""

from events.models.contest import Contest
from events.models.event import Delegation, Event
from events.models.plan import Duty, LegalBasis, Plan, Purpose, Recipient

__all__ = [
    "Contest",
    "Delegation",
    "Duty",
    "Event",
    "LegalBasis",
    "Plan",
    "Purpose",
    "Recipient",
]
