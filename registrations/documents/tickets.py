"""The ticket of a delegate who has a seat."""

import io
from collections.abc import Iterator, Sequence
from itertools import groupby

import segno
from django.db.models import QuerySet
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from events.documents import Draft, Sheet, renderer
from events.documents.bundles import Batch, Maker, bundle
from registrations.models import Registration

TICKETS = 50  # in a part, which takes some seconds
LAID_OUT = 10  # tickets together
UNNUMBERED = "<style>@page { @top-center { content: none; } }</style>"
USUAL_LENGTH = 320  # characters that a ticket holds in its usual letters


def ticket(registration: Registration) -> Draft:
    """Compose the ticket of a delegate who has a seat: a small sheet to print or to show."""
    assert registration.seat is not None  # noqa: S101  (who has no seat has no ticket)
    event = registration.event
    texts = (registration.name, registration.position, registration.organisation)
    length = len("".join((*texts, event.title, event.venue, registration.seat.chair_name)))
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
            "tight": length > USUAL_LENGTH,
            "seat": registration.seat,
            "where": where,
            "qr": qr_svg(registration.code),
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
    rows = Registration.objects.filter(seat__isnull=False).select_related("event", "seat__row")
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


def qr_svg(text: str) -> SafeString:
    """Return a QR code as SVG, to stand in a page."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", border=4, svgns=True, xmldecl=False, omitsize=True
    )
    return mark_safe(picture.getvalue().decode())  # noqa: S308  (drawn by segno)
