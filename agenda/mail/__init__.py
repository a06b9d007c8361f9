"""Letters: to units whose tasks are due, to the committee once a week, to performers."""

from agenda.mail import committee, units

__all__ = ["committee", "units"]
