"""The letters to the offices of invited bodies, queued in the caller's transaction.

They go to the contact's address. Where there is none, an organizer calls: see the follow-up list.
"""

import datetime

from django.utils import timezone

from events import mail
from events.models import Event
from registrations.mail.kinds import about
from registrations.models import Invitation


def invitation(invitation: Invitation) -> bool:
    """The body is invited; each time that an organizer sends it, the last one holds."""
    if not _can_answer(invitation):
        return False
    mail.withdraw(f"{about(invitation)}invitation-")
    return mail.queue(
        "invitation.invitation",
        invitation,
        event=invitation.event,
        occasion=timezone.now().isoformat(),
    )


def answer_reminder(invitation: Invitation, day: datetime.date) -> bool:
    """The answer is awaited; once for each last day, and not after it."""
    return _can_answer(invitation) and mail.queue(
        "invitation.answer_reminder",
        invitation,
        event=invitation.event,
        occasion=day.isoformat(),
        details={"day": day.isoformat()},
    )


def moved(invitation: Invitation) -> bool:
    """Hour, day or venue were changed; once for each change, also after the last day."""
    event = invitation.event
    if not invitation.contact_email or event.has_begun():
        return False
    mail.withdraw(f"{about(invitation)}moved-")
    return mail.queue("invitation.moved", invitation, event=event, occasion=str(event.revision))


def forget(invitation: Invitation) -> None:
    """Wipe out all letters about an invitation, sent or not; for who erases or removes it."""
    mail.forget(about(invitation))


def forget_all(event: Event) -> None:
    """Wipe out all letters about the invitations to a ceremony."""
    mail.forget("invitation-", event=event)


def _can_answer(invitation: Invitation) -> bool:
    return bool(invitation.contact_email) and not invitation.is_closed()
