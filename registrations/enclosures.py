"""The files that go with letters, made from what is known when the letter is sent."""

from events.mail import ENCLOSURES, Enclosure
from registrations.calendar import calendar_file
from registrations.documents import ticket_pdf
from registrations.models import Registration


def _seated(key: int) -> Registration | None:
    rows = Registration.objects.select_related("event", "seat")
    return rows.filter(pk=key, seat__isnull=False).first()


def ticket(key: int) -> Enclosure | None:
    """Return the ticket of who has a seat."""
    registration = _seated(key)
    if registration is None:
        return None
    return Enclosure("phieu-tham-du.pdf", ticket_pdf(registration), "application/pdf")


def calendar(key: int) -> Enclosure | None:
    """Return the calendar file, once the hour is fixed."""
    registration = _seated(key)
    content = calendar_file(registration) if registration else None
    if content is None:
        return None
    return Enclosure("lich-buoi-le.ics", content, "text/calendar; charset=utf-8; method=PUBLISH")


ENCLOSURES["ticket"] = ticket
ENCLOSURES["calendar"] = calendar
