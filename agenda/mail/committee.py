"""The letters to people of the committee, queued in the caller's transaction."""

import datetime

from agenda.mail.kinds import DIGEST
from events import mail
from events.models import CommitteeMember


def digest(member: CommitteeMember, monday: datetime.date) -> bool:
    """How the preparation stands; once a week."""
    mail.withdraw(f"{mail.about_key('member', member.pk, 'digest')}-")
    return mail.queue(
        DIGEST,
        member,
        event=member.event,
        occasion=monday.isoformat(),
        details={"week": monday.isoformat()},
    )
