"""The words of the letters to delegates: what is said to whom, in Vietnamese."""

from typing import Any

from django.conf import settings
from django.utils import translation

from events import mail
from events.models import Event
from registrations.models import Registration, Substitution


def to_holder(registration: Registration, occasion: str, files: tuple[str, ...] = ()) -> mail.Text:
    """Return a letter to who holds the registration; `files` go with it."""
    with translation.override("vi"):  # in whatever language the page is that sets it off
        link = f"{settings.SITE_URL}{registration.get_absolute_url()}"
        facts = _facts(registration)
    more: dict[str, Any] = {"registration": registration, "files": files}
    if registration.is_active and settings.SITE_URL:
        uses = "xem, tải phiếu tham dự hoặc hủy" if registration.seat else "xem hoặc hủy"
        more["link"] = link
        more["link_words"] = (
            f"Trang đăng ký riêng của Ông/Bà ({uses}; xin không chuyển cho người khác)"
        )
    return _compose(registration, registration.event, occasion, facts, **more)


def to_former(former: Substitution, occasion: str) -> mail.Text:
    """Return a letter to who was replaced."""
    event = former.registration.event
    facts = [*_person(former), ("Buổi lễ", event.title), ("Thời gian", event.when())]
    return _compose(former, event, occasion, facts)


def _compose(
    person: Registration | Substitution,
    event: Event,
    occasion: str,
    facts: list[tuple[str, str]],
    **more: Any,
) -> mail.Text:
    with translation.override("vi"):
        title = person.get_honorific_display() or "Ông/Bà"
        context = {
            "event": event,
            "greeting": f"Kính gửi {title} {person.name}",
            "facts": facts,
            "contact": event.contact,
            **more,
        }
    return mail.compose(f"registrations/mail/{occasion}.txt", context)


def _person(person: Registration | Substitution) -> list[tuple[str, str]]:
    return [
        ("Đại biểu", person.name),
        ("Chức vụ", person.position),
        ("Đơn vị", person.organisation),
    ]


def _facts(registration: Registration) -> list[tuple[str, str]]:
    """Return what a delegate must know, line by line."""
    event, seat = registration.event, registration.seat
    facts = [*_person(registration), ("Buổi lễ", event.title)]
    if registration.is_active:
        position = registration.queue_position()
        where = seat.whereabouts if seat else ""
        facts += [
            ("Thời gian", event.when()),
            ("Địa điểm", event.venue),
            ("Vị trí", where),
            ("Chỗ số", str(seat.number) if seat and not where else ""),
            ("Thứ tự trong danh sách chờ", str(position or "")),
        ]
    return [*facts, ("Mã đăng ký", registration.code)]
