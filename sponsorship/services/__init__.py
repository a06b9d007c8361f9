"""The only writers of a memorandum's state and of what has been received."""

from sponsorship.services.drafting import draft_memorandum, new_version
from sponsorship.services.missing import missing
from sponsorship.services.receipts import Balance, balance, record_receipt, take_back
from sponsorship.services.transitions import TRANSITIONS, change_status

__all__ = [
    "TRANSITIONS",
    "Balance",
    "balance",
    "change_status",
    "draft_memorandum",
    "missing",
    "new_version",
    "record_receipt",
    "take_back",
]
