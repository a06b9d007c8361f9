"""The files that go with letters, made from what is known when the letter is sent."""

from events.mail import ATTACHMENTS, Attachment
from registrations.documents.tickets import ticket_pdf
from registrations.mail.calendar_file import (
    calendar_file,
    cancelled_file,
    replaced_file,
    unfixed_file,
)
from registrations.models import Registration, Substitution


def _seated(key: int) -> Registration | None:
    rows = Registration.objects.select_related("event", "seat__row")
    return rows.filter(pk=key, seat__isnull=False).first()


def ticket(key: int) -> Attachment | None:
    """Return the ticket of who has a seat."""
    registration = _seated(key)
    if registration is None:
        return None
    return Attachment("phieu-tham-du.pdf", ticket_pdf(registration), "application/pdf")


def calendar(key: int) -> Attachment | None:
    """Return the calendar file, once the hour is fixed."""
    registration = _seated(key)
    content = calendar_file(registration) if registration else None
    return _calendar("lich-buoi-le.ics", content, "PUBLISH")


def calendar_cancelled(key: int) -> Attachment | None:
    """Return the file that takes the entry of a cancelled registration back."""
    rows = Registration.objects.select_related("event")
    registration = rows.filter(pk=key, status=Registration.Status.CANCELLED).first()
    content = cancelled_file(registration) if registration else None
    return _calendar("huy-lich-buoi-le.ics", content, "CANCEL")


def calendar_unfixed(key: int) -> Attachment | None:
    """Return the file that takes the entry of a seated person back while the hour is open."""
    registration = _seated(key)
    content = unfixed_file(registration) if registration else None
    return _calendar("huy-lich-buoi-le.ics", content, "CANCEL")


def calendar_replaced(key: int) -> Attachment | None:
    """Return the file that takes the entry of who was replaced back."""
    former = Substitution.objects.select_related("registration__event").filter(pk=key).first()
    content = replaced_file(former) if former else None
    return _calendar("huy-lich-buoi-le.ics", content, "CANCEL")


def _calendar(name: str, content: bytes | None, method: str) -> Attachment | None:
    if content is None:
        return None
    return Attachment(name, content, f"text/calendar; charset=utf-8; method={method}")


ATTACHMENTS["ticket"] = ticket
ATTACHMENTS["calendar"] = calendar
ATTACHMENTS["calendar_cancelled"] = calendar_cancelled
ATTACHMENTS["calendar_unfixed"] = calendar_unfixed
ATTACHMENTS["calendar_replaced"] = calendar_replaced
