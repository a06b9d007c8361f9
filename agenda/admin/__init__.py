"""What organizers open: programme and script, preparation."""

from agenda.admin import preparation, programme  # noqa: F401  (registers them)
