"""The papers about seats and those who are invited to them."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import segno
from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from events.documents import Draft, Paper, Sheet, kind, letterhead, renderer, symbol_of
from events.documents.text import close
from events.models import Event, Plan, Recipient
from events.vietnamese import dates
from registrations.hall import Chair, Hall, hall_of
from registrations.models import HallRow, Invitation, Registration

LAID_OUT = 10  # tickets together
UNNUMBERED = "<style>@page { @top-center { content: none; } }</style>"
ROOM = 320  # characters that a ticket holds in its usual letters
CHAIRS_IN_A_LINE = 16  # more would leave no room for names; longer rows go on in the next line

Status = Registration.Status


def ticket(registration: Registration) -> Draft:
    """Compose the ticket of a delegate who has a seat: a small sheet to print or to show."""
    assert registration.seat is not None  # noqa: S101  (who has no seat has no ticket)
    event = registration.event
    texts = (registration.name, registration.position, registration.organisation)
    length = len("".join((*texts, event.title, event.venue, registration.seat.place)))
    with translation.override("vi"):
        honorific = registration.get_honorific_display()
        where = registration.seat.whereabouts
    return Draft(
        "registrations/pdf/ticket.html",
        Sheet(kind="PHIẾU THAM DỰ", author="Ban Tổ chức"),
        {
            "registration": registration,
            "honorific": honorific,
            "event": event,
            "tight": length > ROOM,
            "seat": registration.seat,
            "where": where,
            "qr": _qr(registration.code),
        },
    )


def ticket_pdf(registration: Registration) -> bytes:
    """Return the ticket as PDF; it names a person, so no copy is kept."""
    return renderer.pdf(ticket(registration).html())


def tickets_pdf(registrations: Iterable[Registration]) -> bytes:
    """Return the tickets of several delegates as one PDF, a page each; no copy is kept.

    Their `event` and `seat` are to be loaded with them.
    """
    from events.documents import engine  # Pango: only a process that prints pays for it

    parted = (ticket(registration).html().partition("<body>") for registration in registrations)
    # laid out some together, those of one style: each by itself, or all at once, takes longer
    numbered = enumerate(parted)
    runs = groupby(numbered, key=lambda one: (one[0] // LAID_OUT, one[1][0]))

    def maker(head: str, bodies: list[str]) -> Callable[[int], str]:
        return lambda pages: renderer.drawable(
            f"{head}{UNNUMBERED}<body>{''.join(bodies)}</body></html>"
        )

    return engine.write_joined(
        [
            maker(head, [_page(body) for _n, (_head, _tag, body) in run])
            for (_block, head), run in runs
        ]
    )


def _page(body: str) -> str:
    return f'<div style="break-before: page">{body.partition("</body>")[0]}</div>'


def _qr(text: str) -> SafeString:
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", border=4, svgns=True, xmldecl=False, omitsize=True
    )
    return mark_safe(picture.getvalue().decode())  # noqa: S308  (drawn by segno)


@kind("hall", _("Plan of the hall"), permission="registrations.view_seat")
def hall(event: Event) -> Draft:
    """Compose the plan of the hall: who sits where, the stage at the top."""
    found = hall_of(event)
    lines = list(_lines(found))
    widest = max((len(chairs) for _row, chairs in lines), default=0)
    body = {
        "lines": [
            (row, (widest - len(chairs)) // 2, chairs, (widest - len(chairs) + 1) // 2)
            for row, chairs in lines
        ],
        "widest": widest,
        "delegations": found.delegations,
        "unplaced": [chair.holder for chair in found.unplaced],
        "sitting": found.sitting,
        "printed": f"{timezone.localtime():%H:%M ngày %d/%m/%Y}",
    }
    sheet = Sheet(kind="SƠ ĐỒ CHỖ NGỒI", subject=event.title, landscape=True)
    return Draft("registrations/pdf/hall.html", sheet, body, private=True)


def _lines(found: Hall) -> Iterator[tuple[HallRow, list[Chair]]]:
    for row, chairs in found.rows:
        for start in range(0, len(chairs), CHAIRS_IN_A_LINE):
            yield row, chairs[start : start + CHAIRS_IN_A_LINE]


@kind(
    "invitations",
    _("Invitations"),
    permission="registrations.view_invitation",
    bundled=True,
)
def invitations(event: Event, key: int = 0) -> Draft:
    """Compose the invitation (giấy mời) of this key; 0: all of the ceremony, one after the other.

    Raises `Plan.DoesNotExist`, `Invitation.DoesNotExist`.
    """
    rows = Invitation.objects.filter(event=event)
    return invitations_of(event, rows.filter(pk=key) if key else rows)


def invitations_of(event: Event, rows: QuerySet[Invitation]) -> Draft:
    """Compose some invitations of a ceremony as one file. Raises as `invitations`."""
    text = Plan.objects.get(event=event)
    filed = Recipient.objects.filter(plan=text, text__startswith="Lưu:").last()
    paper = Paper(
        **letterhead(text),
        symbol=symbol_of("GM", text.symbol),
        year=event.window_end.year,
        kind="GIẤY MỜI",
        subject=event.title,
        recipients=("Như trên;", filed.text if filed else "Lưu: VT, BTC."),
    )
    active = Registration.objects.active().select_related("seat").order_by("pk")
    invited = rows.order_by("organisation_search", "pk")
    invited = invited.prefetch_related(Prefetch("registrations", active, to_attr="coming"))
    with translation.override("vi"):
        drafts = [
            Draft("registrations/pdf/invitation.html", paper, _body(event, row), private=True)
            for row in invited
        ]
    if not drafts:
        raise Invitation.DoesNotExist
    return replace(drafts[0], following=drafts[1:])


def _body(event: Event, invitation: Any) -> dict[str, Any]:
    """Return what the invitation says: paragraphs before and behind the list of who comes."""
    link = f"{settings.SITE_URL}{invitation.get_absolute_url()}" if settings.SITE_URL else ""
    before = [
        f"Ban Tổ chức Cuộc thi trân trọng kính mời: {_addressee(invitation)}.",
        *_number(invitation),
        f"Tới dự: {event.title}.",
        f"Thời gian: {event.when()}.",
        f"Địa điểm: {event.venue.rstrip('.')}.",
    ]
    behind = [
        _answer(invitation, with_link=bool(link)),
        *_contact(event),
        "Tại buổi lễ có chụp ảnh, ghi hình phục vụ công tác thông tin, tuyên truyền.",
        "Ban Tổ chức Cuộc thi rất hân hạnh được đón tiếp.",
    ]
    parts = [[text] for text in before], [[text] for text in behind]
    close(*parts)
    return {
        "before": [text for (text,) in parts[0]],
        "behind": [text for (text,) in parts[1]],
        "coming": [(registration, _chair(registration)) for registration in invitation.coming],
        "qr": _qr(link) if link else "",
    }


def _addressee(invitation: Invitation) -> str:
    title = invitation.get_honorific_display() or "Ông/Bà"
    person = f"{title} {invitation.name}" if invitation.name else ""
    return ", ".join(filter(None, [person, invitation.position, invitation.organisation]))


def _number(invitation: Invitation) -> list[str]:
    """Return the line on how many may come, where the address does not say it."""
    if invitation.places == 1 and invitation.name:
        return []
    return [f"Số lượng đại biểu: {invitation.places:02d} người."]


def _answer(invitation: Any, *, with_link: bool) -> str:
    """Return how and until when the invited body answers."""
    until = f"đến hết {dates.official(invitation.deadline)}" if invitation.deadline else ""
    ask = (
        "Nếu có thay đổi về đại biểu, trân trọng đề nghị Quý cơ quan, đơn vị thông báo"
        if invitation.coming
        else "Để việc đón tiếp được chu đáo, trân trọng đề nghị Quý cơ quan, đơn vị xác nhận và "
        "đăng ký đại biểu"
    )
    ask = f"{ask} {until or 'trước khi diễn ra buổi lễ'}"
    code = f"mã giấy mời: {invitation.code}"
    if not with_link:
        return f"{ask}; {code}."
    address = f"{settings.SITE_URL}{reverse('invitations:enter')}"
    return f"{ask} tại địa chỉ {address} ({code}) hoặc quét mã QR ở cuối giấy mời này."


def _contact(event: Event) -> list[str]:
    lines = ", ".join(event.contact.splitlines()).rstrip(".")
    return [f"Liên hệ: {lines}."] if lines else []


def _chair(registration: Registration) -> str:
    """Return where a delegate sits, or how it stands about that."""
    if registration.seat is not None:
        return registration.seat.place or "Đã giữ chỗ"
    return "Trong danh sách chờ" if registration.status == Status.WAITING else "Chờ duyệt"
