"""Lists as offices write them, read into rows; nothing here knows the database."""

from registrations.importing.listing import Listing, Outcome, Row, read_list
from registrations.importing.tables import Unreadable

__all__ = ["Listing", "Outcome", "Row", "Unreadable", "read_list"]
