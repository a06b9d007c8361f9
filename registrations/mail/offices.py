"""The letters to the offices of invited bodies, queued in the caller's transaction.

They go to the contact's address. Where there is none, an organizer calls: see the follow-up list.
"""

import datetime

from django.conf import settings
from django.utils import timezone, translation

from events import mail
from events.models import Event
from events.vietnamese import dates
from registrations.models import Invitation


def invitation(invitation: Invitation) -> bool:
    """The body is invited; each time that an organizer sends it, the last one holds."""
    mail.withdraw(f"{_about(invitation)}invitation-")
    return _queue(invitation, "invitation", timezone.now().isoformat())


def answer_reminder(invitation: Invitation, day: datetime.date) -> bool:
    """The answer is awaited; once for each last day, and not after it."""
    return _queue(invitation, "answer_reminder", day.isoformat())


def moved(invitation: Invitation) -> bool:
    """Hour, day or venue were changed; once for each change, also after the last day."""
    return _queue(invitation, "moved", str(invitation.event.revision), answerable=False)


def readdress(invitation: Invitation) -> None:
    """Let what is not sent yet go to the present address of the office."""
    mail.readdress(_about(invitation), to=invitation.contact_email)


def withdraw(invitation: Invitation) -> None:
    """Take back what asks for an answer and is not sent yet: the office has answered."""
    about = _about(invitation)
    mail.withdraw(f"{about}invitation-", f"{about}answer_reminder-")


def withdraw_all(invitation: Invitation) -> None:
    """Take back whatever is not sent yet: nobody comes."""
    mail.withdraw(_about(invitation))


def withdraw_reminder(invitation: Invitation) -> None:
    """Take back a reminder that is not sent yet: it names another last day."""
    mail.withdraw(f"{_about(invitation)}answer_reminder-")


def forget(invitation: Invitation) -> None:
    """Wipe out all letters about an invitation, sent or not; for who erases or removes it."""
    mail.forget(_about(invitation))


def forget_all(event: Event) -> None:
    """Wipe out all letters about the invitations to a ceremony."""
    mail.forget("invitation-", event=event)


def _about(invitation: Invitation) -> str:
    return f"invitation-{invitation.pk}-"


def _queue(invitation: Invitation, occasion: str, each: str, *, answerable: bool = True) -> bool:
    """Queue a letter; one that asks for an answer, `answerable`, only while there can be one."""
    if not invitation.contact_email:
        return False
    if invitation.is_closed() if answerable else invitation.event.has_begun():
        return False
    until = _end_of(invitation.deadline) if answerable and invitation.deadline else None
    return mail.queue(
        key=f"{_about(invitation)}{occasion}-{each}",
        event=invitation.event,
        to=invitation.contact_email,
        letter=_compose(invitation, occasion),
        until=until,
    )


def _end_of(day: datetime.date) -> datetime.datetime:
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(midnight)


def _compose(invitation: Invitation, occasion: str) -> mail.Text:
    event = invitation.event
    with translation.override("vi"):
        person = f"{invitation.get_honorific_display()} {invitation.name}".strip()
        guest = ", ".join(filter(None, [person, invitation.position])) if invitation.name else ""
        link = f"{settings.SITE_URL}{invitation.get_absolute_url()}" if settings.SITE_URL else ""
        deadline = None if invitation.is_closed() else invitation.deadline
        context = {
            "invitation": invitation,
            "event": event,
            "greeting": f"Kính gửi {invitation.organisation}",
            "facts": [
                ("Kính mời", guest),
                ("Buổi lễ", event.title),
                ("Thời gian", event.when()),
                ("Địa điểm", event.venue),
                ("Số đại biểu được mời", str(invitation.quota)),
                ("Hạn trả lời", f"hết ngày {dates.short(deadline)}" if deadline else ""),
                ("Mã giấy mời", invitation.code),
            ],
            "link": link,
            "link_words": (
                "Trang trả lời giấy mời của riêng Quý cơ quan, đơn vị (cử đại biểu, thay đại biểu "
                "hoặc báo không tham dự; xin chỉ chuyển cho người được giao trả lời)"
            ),
            "contact": event.contact,
        }
    return mail.compose(f"registrations/invitation_mail/{occasion}.txt", context)
