"""Lists as offices write them, read into rows; nothing here knows the database."""

from registrations.importing.listing import read_list
from registrations.importing.rows import Listing, Outcome, Row
from registrations.importing.tables import Unreadable

__all__ = ["Listing", "Outcome", "Row", "Unreadable", "read_list"]
