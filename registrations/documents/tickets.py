"""The ticket of a delegate who has a seat."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import segno
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from events.documents import Draft, Sheet, breaking, renderer
from events.documents.bundles import Batch, Maker, bundle
from registrations.models import Registration

ON_A_SHEET = 4
TICKETS = 12 * ON_A_SHEET  # in a part, which takes some seconds
LAID_OUT = 3 * ON_A_SHEET  # tickets together: each by itself, or all at once, takes longer
USUAL_LENGTH = 320  # characters that a ticket holds in its usual letters
WIDTH, LETTERS = 132.0, "11pt"  # of the ceremony's title, mm
SHEET = Sheet(kind="PHIẾU THAM DỰ", author="Ban Tổ chức")


def ticket(registration: Registration) -> Draft:
    """Compose the ticket of a delegate who has a seat: a small sheet to print or to show."""
    return Draft("registrations/pdf/ticket.html", SHEET, _card(registration))


def _card(registration: Registration) -> dict[str, Any]:
    """Return what a ticket says: who invites, to what, whom, when, where."""
    assert registration.seat is not None  # noqa: S101  (who has no seat has no ticket)
    event = registration.event
    plan = getattr(event, "plan", None)
    issuer = " ".join(plan.issuer.split()) if plan else "BAN TỔ CHỨC CUỘC THI"
    texts = (registration.name, registration.position, registration.organisation)
    length = len("".join((*texts, event.title, event.venue, registration.seat.chair_name)))
    with translation.override("vi"):
        honorific = registration.get_honorific_display()
        where = registration.seat.whereabouts
        page = reverse("registrations:find")
    return {
        "issuer": breaking.balanced(Truncator(issuer).chars(120), WIDTH, LETTERS),
        "registration": registration,
        "honorific": honorific,
        "event": event,
        "ceremony": breaking.balanced(Truncator(event.title).chars(220), WIDTH, LETTERS),
        "tight": length > USUAL_LENGTH,
        "seat": registration.seat,
        "where": where,
        "qr": qr_svg(registration.code),
        "way_back": f"{settings.SITE_URL}{page}" if settings.SITE_URL else "",
        "bookmark": registration.name,
    }


def ticket_pdf(registration: Registration) -> bytes:
    """Return the ticket as PDF; it names a person, so no copy is kept."""
    return renderer.pdf(ticket(registration).html())


def tickets_of(registrations: QuerySet[Registration]) -> Batch:
    """Return the tickets of delegates who have a seat, four on a sheet of A4 to be cut."""
    keys = list(registrations.values_list("pk", flat=True))
    return Batch(bundle=tickets, keys=keys, file_name="phieu-tham-du")


@bundle(
    "tickets",
    _("Tickets"),
    permission="registrations.view_registration",
    model=Registration,
    part=TICKETS,
)
def tickets(batch: Batch, keys: Sequence[int]) -> Iterator[Maker]:
    """Compose the tickets of those who still have a seat."""
    rows = Registration.objects.filter(seat__isnull=False)
    found = rows.select_related("event__plan", "seat__row").in_bulk(keys)
    cards = [_card(found[key]) for key in keys if key in found]
    for start in range(0, len(cards), LAID_OUT):
        some = cards[start : start + LAID_OUT]
        page = Draft("registrations/pdf/ticket_sheet.html", SHEET, {"cards": some}).html()
        yield lambda pages, page=page: renderer.drawable(page)  # type: ignore[misc]


def qr_svg(text: str) -> SafeString:
    """Return a QR code as SVG, to stand in a page."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", border=4, svgns=True, xmldecl=False, omitsize=True
    )
    return mark_safe(picture.getvalue().decode())  # noqa: S308  (drawn by segno)
