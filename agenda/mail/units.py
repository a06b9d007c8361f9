"""The letters to units, queued in the caller's transaction.

They go to the contact's address. Where there is none, somebody calls: see the list of whom to call.
"""

import datetime

from agenda.mail.kinds import TASKS_DUE
from events import mail
from events.models import Unit


def tasks_due(unit: Unit, day: datetime.date) -> bool:
    """Tasks that the unit leads are due or late; once a day, and only the last one holds."""
    mail.withdraw(f"{mail.about_key('unit', unit.pk, 'tasks_due')}-")
    return mail.queue(
        TASKS_DUE,
        unit,
        event=unit.event,
        occasion=day.isoformat(),
        details={"day": day.isoformat()},
    )
