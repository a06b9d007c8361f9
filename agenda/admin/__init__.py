"""What organizers open: programme and script, preparation."""

from agenda.admin import programme  # noqa: F401  (registers it)
from agenda.admin.preparation import admin, task  # noqa: F401  (registers them)
