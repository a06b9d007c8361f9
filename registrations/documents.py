"""The papers about seats and those who are invited to them."""

import io
from collections.abc import Iterator, Sequence
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
from events.documents.bundles import Batch, Maker, bundle
from events.documents.text import close
from events.models import Event, Plan, Recipient
from events.vietnamese import dates
from registrations.hall import Chair, Hall, hall_of
from registrations.models import HallRow, Invitation, Registration

TICKETS, INVITATIONS = 50, 25  # in a part, which takes some seconds
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
            "bookmark": registration.name,
        },
    )


def ticket_pdf(registration: Registration) -> bytes:
    """Return the ticket as PDF; it names a person, so no copy is kept."""
    return renderer.pdf(ticket(registration).html())


def tickets_of(registrations: QuerySet[Registration]) -> Batch:
    """Return the tickets of delegates who have a seat, a page each."""
    keys = list(registrations.values_list("pk", flat=True))
    return Batch(bundle=tickets, keys=keys, file_name="phieu-tham-du")


@bundle("tickets", _("Tickets"), permission="registrations.view_registration", part=TICKETS)
def tickets(batch: Batch, keys: Sequence[int]) -> Iterator[Maker]:
    """Compose the tickets of those who still have a seat."""
    rows = Registration.objects.filter(seat__isnull=False).select_related("event", "seat")
    found = rows.in_bulk(keys)
    parted = [ticket(found[key]).html().partition("<body>") for key in keys if key in found]
    # laid out some together, those of one style: each by itself, or all at once, takes longer
    runs = groupby(enumerate(parted), key=lambda one: (one[0] // LAID_OUT, one[1][0]))
    for (_block, head), run in runs:
        bodies = "".join(_page(body) for _n, (_head, _tag, body) in run)
        page = f"{head}{UNNUMBERED}<body>{bodies}</body></html>"
        yield lambda pages, page=page: renderer.drawable(page)  # type: ignore[misc]


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


def all_invitations(event: Event) -> Batch:
    """Return all invitations of a ceremony. Raises as `invitation_papers`."""
    return invitation_papers(event, Invitation.objects.filter(event=event))


def invitation_papers(event: Event, rows: QuerySet[Invitation]) -> Batch:
    """Return some invitations of a ceremony, each on pages of its own.

    Raises `Plan.DoesNotExist`, and `Invitation.DoesNotExist` where there is none.
    """
    Plan.objects.only("pk").get(event=event)
    keys = list(rows.order_by("organisation_search", "pk").values_list("pk", flat=True))
    if not keys:
        raise Invitation.DoesNotExist
    file_name = f"giay-moi-{event.slug}"
    return Batch(
        bundle=invitation_bundle, keys=keys, options={"event": event.pk}, file_name=file_name
    )


@bundle(
    "invitations", _("Invitations"), permission="registrations.view_invitation", part=INVITATIONS
)
def invitation_bundle(batch: Batch, keys: Sequence[int]) -> Iterator[Maker]:
    """Compose the invitations of these keys."""
    event = Event.objects.get(pk=batch.options["event"])
    for draft in _invitations(event, keys):
        yield lambda pages, draft=draft: renderer.drawable(draft.html())  # type: ignore[misc]


@kind(
    "invitations",
    _("Invitations"),
    permission="registrations.view_invitation",
    bundled=all_invitations,
)
def invitation(event: Event, key: int) -> Draft:
    """Compose the invitation (giấy mời) of this key.

    Raises `Plan.DoesNotExist`, `Invitation.DoesNotExist`.
    """
    drafts = _invitations(event, [key])
    if not drafts:
        raise Invitation.DoesNotExist
    return drafts[0]


def _invitations(event: Event, keys: Sequence[int]) -> list[Draft]:
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
    invited = Invitation.objects.filter(event=event)
    found = invited.prefetch_related(Prefetch("registrations", active, to_attr="coming"))
    rows = found.in_bulk(keys)
    with translation.override("vi"):
        return [
            Draft("registrations/pdf/invitation.html", paper, _body(event, rows[key]), private=True)
            for key in keys
            if key in rows
        ]


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
        "bookmark": invitation.organisation,
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
