"""The papers about seats."""

import io

import segno
from django.utils.safestring import mark_safe

from events.documents import Draft, renderer
from events.documents.paper import Sheet
from registrations.models import Registration

ROOM = 320  # characters that a ticket holds in its usual letters


def ticket(registration: Registration) -> Draft:
    """Compose the ticket of a delegate who has a seat: a small sheet to print or to show."""
    assert registration.seat is not None  # noqa: S101  (who has no seat has no ticket)
    event = registration.event
    texts = (registration.name, registration.position, registration.organisation)
    length = len("".join((*texts, event.title, event.venue, registration.seat.place)))
    return Draft(
        "registrations/pdf/ticket.html",
        Sheet(kind="PHIẾU THAM DỰ", author="Ban Tổ chức"),
        {
            "registration": registration,
            "honorific": registration.get_honorific_display(),
            "event": event,
            "tight": length > ROOM,
            "seat": registration.seat,
            "qr": mark_safe(_qr(registration.code)),  # noqa: S308  (drawn by segno)
        },
    )


def ticket_pdf(registration: Registration) -> bytes:
    """Return the ticket as PDF; it names a person, so no copy is kept."""
    return renderer.pdf(ticket(registration).html())


def _qr(code: str) -> str:
    picture = io.BytesIO()
    segno.make(code, error="m", micro=False).save(
        picture, kind="svg", border=4, svgns=True, xmldecl=False, omitsize=True
    )
    return picture.getvalue().decode()
