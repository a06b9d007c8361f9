"""What organizers open: programme and script, preparation; what units are asked about."""

from agenda.admin import chasing, preparation, programme, units  # noqa: F401  (registers them)
