"""What organizers open: programme and script, their versions, preparation."""

from agenda.admin import preparation, programme, versions  # noqa: F401  (registers them)
