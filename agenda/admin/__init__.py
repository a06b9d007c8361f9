"""What organizers open: programme and script, preparation; what units are asked about."""

from agenda.admin import chasing, programme, units  # noqa: F401  (registers them)
from agenda.admin.preparation import admin, task  # noqa: F401  (registers them)
