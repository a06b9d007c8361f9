"""The words of the letters: what is said to whom, in Vietnamese."""

from typing import Any

from django.conf import settings
from django.utils import translation

from events import mail
from events.models import Event
from events.vietnamese import dates
from registrations.models import Invitation, Registration, Substitution

Person = Registration | Substitution

# how somebody is greeted, and spoken to inside a sentence
ANYBODY = ("Ông/Bà", "Ông/Bà")
ADDRESS: dict[str, tuple[str, str]] = {
    Registration.Honorific.MR: ("Ông", "Ông"),
    Registration.Honorific.MS: ("Bà", "Bà"),
    Registration.Honorific.COMRADE: ("Đồng chí", "đồng chí"),
}


def greeting(person: Person) -> str:
    """Return the first line to a person: `Kính gửi Bà Lê Thị Hòa`, without a comma."""
    return f"Kính gửi {_address(person)[0]} {person.name}"


def greeting_of_office(invitation: Invitation) -> str:
    """Return the first line to the office of an invited body."""
    return f"Kính gửi {invitation.organisation}"


def to_holder(registration: Registration, occasion: str, **more: Any) -> mail.Text:
    """Return a letter to who holds the registration; `more` is what the text asks for besides."""
    _greeted, you = _address(registration)
    with translation.override("vi"):  # in whatever language the page is that sets it off
        link = f"{settings.SITE_URL}{registration.get_absolute_url()}"
        facts = _facts(registration)
    more["registration"] = registration
    if registration.is_active and settings.SITE_URL:
        uses = "xem, tải phiếu tham dự hoặc hủy" if registration.seat else "xem hoặc hủy"
        more["link"] = link
        more["link_words"] = (
            f"Trang đăng ký riêng của {you} ({uses}; xin không chuyển cho người khác; nếu mất "
            "đường dẫn, xin mở mục “Tìm lại đăng ký” trên cổng thông tin của Cuộc thi)"
        )
    return _compose(registration, registration.event, occasion, facts, **more)


def to_former(former: Substitution, occasion: str) -> mail.Text:
    """Return a letter to who was replaced."""
    event = former.registration.event
    facts = [*_person(former), ("Buổi lễ", event.title), ("Thời gian", event.when())]
    return _compose(former, event, occasion, facts)


def to_office(invitation: Invitation, occasion: str) -> mail.Text:
    """Return a letter to the office of an invited body."""
    event = invitation.event
    with translation.override("vi"):
        person = f"{invitation.get_honorific_display()} {invitation.name}".strip()
        guest = ", ".join(filter(None, [person, invitation.position])) if invitation.name else ""
        link = f"{settings.SITE_URL}{invitation.get_absolute_url()}" if settings.SITE_URL else ""
        deadline = None if invitation.is_closed() else invitation.deadline
        issued = getattr(invitation, "issued_as", None)
        context = {
            "invitation": invitation,
            "event": event,
            "greeting": greeting_of_office(invitation),
            "facts": [
                ("Kính mời", guest),
                ("Buổi lễ", event.title),
                ("Thời gian", event.when()),
                ("Địa điểm", event.venue),
                ("Số đại biểu được mời", str(invitation.quota)),
                ("Hạn xác nhận", f"hết ngày {dates.short(deadline)}" if deadline else ""),
                ("Số giấy mời", f"{issued['number']:02d}/{issued['symbol']}" if issued else ""),
                ("Mã giấy mời", invitation.code),
            ],
            "link": link,
            "link_words": (
                "Trang xác nhận tham dự của riêng Quý cơ quan, đơn vị (cử đại biểu, thay đại biểu "
                "hoặc báo không tham dự; xin chỉ chuyển cho người được giao xác nhận; nếu mất "
                "đường dẫn, xin nhập mã giấy mời ở trang chủ của cổng thông tin)"
            ),
            "contact": event.contact_shown,
        }
    return mail.compose(f"registrations/invitation_mail/{occasion}.txt", context)


def _address(person: Person) -> tuple[str, str]:
    return ADDRESS.get(person.honorific, ANYBODY)


def _compose(
    person: Person,
    event: Event,
    occasion: str,
    facts: list[tuple[str, str]],
    **more: Any,
) -> mail.Text:
    _greeted, you = _address(person)
    context = {
        "event": event,
        "greeting": greeting(person),
        "you": you,
        "facts": facts,
        "contact": event.contact_shown,
        **more,
    }
    return mail.compose(f"registrations/mail/{occasion}.txt", context)


def _person(person: Person) -> list[tuple[str, str]]:
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
