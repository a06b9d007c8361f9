"""Letters about the preparation: to units whose tasks are due, to the committee once a week."""

from agenda.mail import committee, units

__all__ = ["committee", "units"]
