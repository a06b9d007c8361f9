"""The letters to delegates: one function each, queued in the caller's transaction.

Who has no e-mail address gets no letter; an organizer reads the same text, see `read_out`.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from events import mail
from events.models import Event
from registrations.models import Registration

Status = Registration.Status


def tell(registration: Registration, *, promoted: bool = False) -> bool:
    """Queue the letter that tells the state which the registration has come to."""
    if promoted:
        return promotion(registration)
    return {
        Status.PENDING: received,
        Status.CONFIRMED: confirmation,
        Status.WAITING: waiting,
        Status.DECLINED: declined,
        Status.CANCELLED: cancellation,
    }[Status(registration.status)](registration)


def received(registration: Registration) -> bool:
    """The registration came in and awaits approval."""
    return _queue(registration, "received")


def confirmation(registration: Registration) -> bool:
    """A seat is kept; with ticket and calendar file."""
    return _queue(registration, "confirmation", with_ticket=True)


def waiting(registration: Registration) -> bool:
    """All seats are taken; the place on the waiting list."""
    return _queue(registration, "waiting")


def promotion(registration: Registration) -> bool:
    """Who waited has a seat now; with ticket and calendar file."""
    return _queue(registration, "promotion", with_ticket=True)


def declined(registration: Registration) -> bool:
    """The organizing committee did not approve, and why."""
    return _queue(registration, "declined")


def cancellation(registration: Registration) -> bool:
    """The registration is cancelled; the seat was given back."""
    return _queue(registration, "cancellation")


def change(registration: Registration) -> bool:
    """Hour, day or venue were changed; once for each change."""
    confirmed = registration.status == Status.CONFIRMED
    revision = registration.event.revision
    return _queue(registration, "change", each=f"-{revision}", with_ticket=confirmed)


def reminder(registration: Registration) -> bool:
    """The ceremony is tomorrow; once for each day that it was fixed to."""
    return _queue(registration, "reminder", each=f"-{day(registration.event)}", with_ticket=True)


def again(registration: Registration) -> bool:
    """The letter of the present state once more, to the present address."""
    confirmed = registration.status == Status.CONFIRMED
    moment = timezone.now().isoformat()
    return _queue(registration, STATE_LETTER[registration.status], moment, with_ticket=confirmed)


def withdraw(registration: Registration) -> None:
    """Take back what is not sent yet, for it is no longer true."""
    if registration.email:
        mail.withdraw(_about(registration))


def forget(registration: Registration) -> None:
    """Wipe out all letters to this delegate, sent or not; for who erases personal data."""
    mail.forget(_about(registration))


STATE_LETTER: dict[str, str] = {
    Status.PENDING: "received",
    Status.CONFIRMED: "confirmation",
    Status.WAITING: "waiting",
    Status.DECLINED: "declined",
    Status.CANCELLED: "cancellation",
}


def read_out(registration: Registration) -> mail.Text:
    """Return the letter of the present state, for an organizer to read out or to print."""
    return _compose(registration, STATE_LETTER[registration.status])


def day(event: Event) -> str:
    """Return the day to which the ceremony is fixed, as 2025-02-12."""
    return timezone.localdate(event.starts_at).isoformat() if event.starts_at else ""


def _about(registration: Registration) -> str:
    return f"registration-{registration.pk}-"


def _queue(
    registration: Registration, occasion: str, each: str = "", *, with_ticket: bool = False
) -> bool:
    if not registration.email or registration.event.has_begun():
        return False
    names = ("ticket", "calendar") if with_ticket else ()
    return mail.queue(
        key=f"{_about(registration)}{occasion}{each}",
        event=registration.event,
        to=registration.email,
        letter=_compose(registration, occasion),
        enclosures=[(name, registration.pk) for name in names],
    )


def _compose(registration: Registration, occasion: str) -> mail.Text:
    """Return a letter to this delegate."""
    event = registration.event
    with translation.override("vi"):
        title = registration.get_honorific_display() or "Ông/Bà"
        context: dict[str, Any] = {
            "registration": registration,
            "event": event,
            "greeting": f"Kính gửi {title} {registration.name}",
            "facts": _facts(registration),
            "contact": event.contact,
        }
        if registration.is_active and settings.SITE_URL:
            context["link"] = f"{settings.SITE_URL}{registration.get_absolute_url()}"
            context["link_words"] = (
                "Trang đăng ký riêng của Ông/Bà (xem, tải phiếu tham dự hoặc hủy; "
                "xin không chuyển cho người khác)"
            )
    return mail.compose(f"registrations/mail/{occasion}.txt", context)


def _facts(registration: Registration) -> list[tuple[str, str]]:
    """Return what a delegate must know, line by line."""
    event, seat = registration.event, registration.seat
    facts = [
        ("Đại biểu", registration.name),
        ("Chức vụ", registration.position),
        ("Đơn vị", registration.organisation),
        ("Buổi lễ", event.title),
    ]
    if registration.is_active:
        position = registration.queue_position()
        facts += [
            ("Thời gian", event.when()),
            ("Địa điểm", event.venue),
            ("Số ghế", str(seat.number) if seat else ""),
            ("Vị trí trong hội trường", seat.place if seat else ""),
            ("Thứ tự trong danh sách chờ", str(position or "")),
        ]
    facts.append(("Mã đăng ký", registration.code))
    return [(label, value) for label, value in facts if value]
