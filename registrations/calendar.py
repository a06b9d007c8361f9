"""The ceremony as a calendar file (RFC 5545) that Google, Outlook and Apple take."""

import datetime
import uuid

from icalendar import Calendar
from icalendar import Event as Entry

from registrations.models import Registration

NAMESPACE = uuid.UUID("6f1d7c0e-5d0b-4f0e-9a55-0c4b1d2c7a10")
HALF_A_DAY = datetime.timedelta(hours=4)  # a ceremony takes a morning or an afternoon


def calendar_file(registration: Registration) -> bytes | None:
    """Return the file; None as long as only a window of days is known.

    Read in again after the hour was changed it replaces what it wrote before: the UID stays, the
    SEQUENCE has grown. The secret link is left out, for calendars are shown to others.
    """
    event, seat = registration.event, registration.seat
    if event.starts_at is None:
        return None
    entry = Entry()
    entry.add("uid", str(uuid.uuid5(NAMESPACE, f"{event.pk}-{registration.pk}")))
    entry.add("sequence", event.revision)
    entry.add("dtstamp", (event.revised_at or registration.created_at).astimezone(datetime.UTC))
    entry.add("dtstart", event.starts_at.astimezone(datetime.UTC))
    entry.add("dtend", (event.starts_at + HALF_A_DAY).astimezone(datetime.UTC))
    entry.add("summary", event.title)
    entry.add("location", event.venue)
    lines = [f"Mã đăng ký: {registration.code}"]
    if seat is not None:
        lines.append(f"Số ghế: {seat.number}")
    entry.add("description", "\n".join(lines))
    entry.add("status", "CONFIRMED")
    entry.add("transp", "OPAQUE")
    calendar = Calendar()
    calendar.add("prodid", "-//contest-portal//registrations//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
