"""What organizers open: programme, its versions, script, preparation; units that are asked."""

from agenda.admin import chasing, programme, units, versions  # noqa: F401  (registers them)
from agenda.admin.preparation import admin, task  # noqa: F401  (registers them)
