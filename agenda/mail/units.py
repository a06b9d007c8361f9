"""The letters to units, queued in the caller's transaction.

They go to the contact's address. Where there is none, somebody calls: see the list of whom to call.
"""

import datetime

from django.utils import timezone

from agenda.mail.kinds import TASKS_DUE, TASKS_MOVED
from events import mail
from events.models import Unit


def tasks_due(unit: Unit, day: datetime.date, *, again: bool = False) -> bool:
    """Tasks that the unit leads are due or late; once a day, and only the last one holds.

    `again`: that of today was refused or is needed no more.
    """
    mail.withdraw(f"{mail.about_key('unit', unit.pk, 'tasks_due')}-")
    return mail.queue(
        TASKS_DUE,
        unit,
        event=unit.event,
        occasion=timezone.now().isoformat() if again else day.isoformat(),
        details={"day": day.isoformat()},
    )


def tasks_moved(unit: Unit) -> bool:
    """Tasks that the unit leads have another due day; only the last letter holds."""
    if not unit.contact_email or unit.event.has_begun():
        return False
    mail.withdraw(f"{mail.about_key('unit', unit.pk, 'tasks_moved')}-")
    return mail.queue(TASKS_MOVED, unit, event=unit.event, occasion=timezone.now().isoformat())
