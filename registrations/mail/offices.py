"""The letters to the offices of invited bodies, queued in the caller's transaction.

They go to the contact's address. Where there is none, an organizer calls: see the follow-up list.
"""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from events import mail
from events.models import Event, Letter
from registrations.mail.kinds import about
from registrations.models import Invitation
from registrations.models.invitation import BEFORE_DEADLINE


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


def reminder_now(invitation: Invitation) -> bool:
    """The answer is awaited, as an organizer says: one of these a day, by whom or what ever.

    That of the worker for the same last day is not sent besides.
    """
    today = timezone.localdate()
    letters = Letter.objects.filter(key__startswith=f"{about(invitation)}answer_reminder-")
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if letters.told().filter(created_at__gte=since).exists() or not _can_answer(invitation):
        return False
    day = invitation.deadline
    mail.withdraw(f"{about(invitation)}answer_reminder-")
    if day is not None and day - BEFORE_DEADLINE <= today:
        Invitation.objects.filter(pk=invitation.pk).update(reminded_for=day)
    return mail.queue(
        "invitation.answer_reminder",
        invitation,
        event=invitation.event,
        occasion=timezone.now().isoformat(),
        details={"day": day.isoformat() if day else ""},
    )


def moved(invitation: Invitation) -> bool:
    """Hour, day or venue were changed; once for each change, also after the last day."""
    event = invitation.event
    if not invitation.contact_email or event.has_begun():
        return False
    mail.withdraw(f"{about(invitation)}moved-")
    return mail.queue("invitation.moved", invitation, event=event, occasion=str(event.revision))


def lost_invitation(event: Event, invitations: Iterable[Invitation]) -> int:
    """Code and link once more, as somebody asked who knows the address; also after the ceremony."""
    occasion = timezone.now().isoformat()
    kind = "invitation.lost_invitation"
    return mail.queue_each(kind, invitations, event=event, occasion=occasion)


def forget(invitation: Invitation) -> None:
    """Wipe out all letters about an invitation, sent or not; for who erases or removes it."""
    mail.forget(about(invitation))


def forget_all(event: Event) -> None:
    """Wipe out all letters about the invitations to a ceremony."""
    mail.forget("invitation-", event=event)


def _can_answer(invitation: Invitation) -> bool:
    return bool(invitation.contact_email) and not invitation.is_closed()
