"""The admin of sponsors, memoranda and what has been received."""

from sponsorship.admin import instalment, memorandum, sponsor

__all__ = ["instalment", "memorandum", "sponsor"]
