"""Letters to delegates and to offices: named functions that queue in the caller's transaction."""

from registrations.mail import delegates, offices

__all__ = ["delegates", "offices"]
