"""Lists as offices write them, read into rows; nothing here knows the database."""

from events.importing.sheets import Unreadable
from registrations.importing.results import Listing, Outcome, Row
from registrations.importing.table.reader import read_list

__all__ = ["Listing", "Outcome", "Row", "Unreadable", "read_list"]
