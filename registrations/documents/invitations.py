"""Invitations (giấy mời), with who comes of each office."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from events.documents import Draft, Paper, kind, letterhead, renderer, symbol_of
from events.documents.bundles import Batch, Maker, bundle
from events.documents.text import close
from events.models import Event, Plan, Recipient
from events.vietnamese import dates, positions
from registrations.documents import numbers
from registrations.documents.tickets import qr_svg
from registrations.models import Invitation, Registration

INVITATIONS = 25  # in a part, which takes some seconds

Status = Registration.Status

# how a line of the contact begins; inside of a sentence small
LABEL = re.compile(r"^(?:Điện thoại|Di động|Thư điện tử|Địa chỉ|Trang thông tin|Đầu mối|Hộp thư)\b")


def all_invitations(event: Event) -> Batch:
    """Return all invitations of a ceremony. Raises as `invitation_papers`."""
    return invitation_papers(event, Invitation.objects.filter(event=event))


def invitation_papers(event: Event, rows: QuerySet[Invitation]) -> Batch:
    """Return some invitations of a ceremony by the order of protocol, each on pages of its own.

    Raises `Plan.DoesNotExist`, and `Invitation.DoesNotExist` where there is none.
    """
    Plan.objects.only("pk").get(event=event)
    by_protocol = (
        F("delegation__protocol_rank").asc(nulls_last=True),
        F("delegation__position").asc(nulls_last=True),
    )
    found = rows.order_by(*by_protocol, "organisation_search", "pk")
    keys = list(found.values_list("pk", flat=True))
    if not keys:
        raise Invitation.DoesNotExist
    file_name = f"giay-moi-{event.slug}"
    return Batch(
        bundle=invitation_bundle, keys=keys, options={"event": event.pk}, file_name=file_name
    )


@bundle(
    "invitations",
    _("Invitations"),
    permission="registrations.view_invitation",
    model=Invitation,
    part=INVITATIONS,
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
    issued=True,
    bundled=all_invitations,
    printed=lambda event, key: printed(event, key),
)
def invitation(event: Event, key: int) -> Draft:
    """Compose the invitation (giấy mời) of this key, still without number; 0: one paper for all.

    Raises `Plan.DoesNotExist`, `Invitation.DoesNotExist`.
    """
    if key == numbers.ALL:
        with translation.override("vi"):
            return numbers.for_all(event, _paper(event))
    found = _composed(event, [key])
    if not found:
        raise Invitation.DoesNotExist
    row, draft = found[0]
    return replace(
        draft,
        obstacles=list(numbers.own_obstacles(event, row)),
        sources=numbers.sources_of(event, [row]),
        sent_to=[row.organisation],
    )


def printed(event: Event, key: int) -> Draft:
    """Return the invitation of this key as it is handed out: with its number, once it has one.

    Raises as `invitation`.
    """
    found = _invitations(event, [key])
    if not found:
        raise Invitation.DoesNotExist
    return found[0]


def _invitations(event: Event, keys: Sequence[int]) -> list[Draft]:
    return numbers.numbered(event, _composed(event, keys))


def _paper(event: Event) -> Paper:
    text = Plan.objects.get(event=event)
    filed = Recipient.objects.filter(plan=text, text__startswith="Lưu:").last()
    return Paper(
        **letterhead(text),
        symbol=symbol_of("GM", text.symbol),
        year=event.window_end.year,
        kind="GIẤY MỜI",
        subject=event.title,
        recipients=("Như trên;", filed.text if filed else "Lưu: VT, BTC."),
    )


def _composed(event: Event, keys: Sequence[int]) -> list[tuple[Any, Draft]]:
    """Return the invitations of these keys, without numbers."""
    paper = _paper(event)
    active = Registration.objects.active().select_related("seat__row").order_by("pk")
    invited = Invitation.objects.filter(event=event)
    found = invited.prefetch_related(Prefetch("registrations", active, to_attr="coming"))
    rows = found.in_bulk(keys)
    with translation.override("vi"):
        return [
            (
                rows[key],
                Draft(
                    "registrations/pdf/invitation.html",
                    paper,
                    _body(event, rows[key]),
                    private=True,
                ),
            )
            for key in keys
            if key in rows
        ]


def _body(event: Event, invitation: Any) -> dict[str, Any]:
    """Return what the invitation says: paragraphs before and behind the list of who comes."""
    link = f"{settings.SITE_URL}{invitation.get_absolute_url()}" if settings.SITE_URL else ""
    before = [
        f"Ban Tổ chức Cuộc thi trân trọng kính mời: {addressee(invitation)}.",
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
        "qr": qr_svg(link) if link else "",
        "bookmark": invitation.organisation,
    }


def addressee(invitation: Invitation) -> str:
    """Return who is invited, as inside of a sentence."""
    title = invitation.get_honorific_display() or "Ông/Bà"
    if invitation.honorific == Registration.Honorific.COMRADE:
        title = title.lower()
    person = f"{title} {invitation.name}" if invitation.name else ""
    office = positions.with_body(invitation.position, invitation.organisation)
    return ", ".join(filter(None, [person, office]))


def _number(invitation: Invitation) -> list[str]:
    """Return the line on how many may come, where the address does not say it."""
    if invitation.quota == 1 and invitation.name:
        return []
    return [f"Số lượng đại biểu: {invitation.quota:02d} người."]


def _answer(invitation: Any, *, with_link: bool) -> str:
    """Return how and until when the invited body answers."""
    until = f"chậm nhất {dates.official(invitation.deadline)}" if invitation.deadline else ""
    ask = (
        "Nếu có thay đổi về đại biểu, trân trọng đề nghị Quý cơ quan, đơn vị thông báo"
        if invitation.coming
        else "Để việc đón tiếp được chu đáo, trân trọng đề nghị Quý cơ quan, đơn vị xác nhận và "
        "gửi danh sách đại biểu"
    )
    ask = f"{ask} {until or 'trước khi diễn ra buổi lễ'}"
    code = f"mã giấy mời: {invitation.code}"
    if not with_link:
        return f"{ask} ({code})."
    address = f"{settings.SITE_URL}{reverse('invitations:enter')}"
    return f"{ask} tại địa chỉ {address} ({code}) hoặc quét mã QR ở cuối giấy mời này."


def _contact(event: Event) -> list[str]:
    """Return the line on whom to ask, the lines of the contact as parts of one sentence."""
    said = event.contact_shown.splitlines()
    lines = [line.strip().rstrip(".;,") for line in said if line.strip()]
    parts = [*lines[:1], *(LABEL.sub(lambda label: label[0].lower(), line) for line in lines[1:])]
    return [f"Liên hệ: {'; '.join(parts)}."] if parts else []


def _chair(registration: Registration) -> str:
    """Return where a delegate sits, or how it stands about that."""
    if registration.seat is not None:
        return registration.seat.chair_name or "Đã giữ chỗ"
    return "Trong danh sách chờ" if registration.status == Status.WAITING else "Chờ duyệt"
