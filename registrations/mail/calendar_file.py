"""The ceremony as a calendar file (RFC 5545, RFC 5546) that Google, Outlook and Apple take.

An entry belongs to one person: who comes in the place of another gets one of their own, so
taking back the former one leaves it, even in a calendar that both share. Read in again, a file
replaces what was written before: the UID stays, the SEQUENCE has grown. It grows with hour, days
and venue; where only the chair is another, the later DTSTAMP says which file is newer (RFC 5546,
2.1.5), so it is the moment in which the file is made.
"""

import datetime
import uuid
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone, translation
from icalendar import Calendar, vCalAddress
from icalendar import Event as Entry

from registrations.models import Registration, Substitution

NAMESPACE = uuid.UUID("6f1d7c0e-5d0b-4f0e-9a55-0c4b1d2c7a10")
MORNING = datetime.time(8, tzinfo=timezone.get_default_timezone())
HALF_A_DAY = datetime.timedelta(hours=4)  # a ceremony takes a morning or an afternoon


def calendar_file(registration: Registration) -> bytes | None:
    """Return the file; None as long as only a window of days is known.

    The secret link is left out, for calendars are shown to others.
    """
    event, seat = registration.event, registration.seat
    if event.starts_at is None:
        return None
    entry = _entry(
        registration,
        registration.substitutions.last(),
        sequence=event.revision,
        at=timezone.now(),
    )
    lines = [f"Mã đăng ký: {registration.code}"]
    if seat is not None:
        with translation.override("vi"):
            where = seat.whereabouts
            lines.append(f"Vị trí: {where}" if where else f"Chỗ số: {seat.number}")
    entry.add("description", "\n".join(lines))
    entry.add("status", "CONFIRMED")
    entry.add("transp", "OPAQUE")
    return _file("PUBLISH", entry)


def cancelled_file(registration: Registration) -> bytes | None:
    """Return the file that takes the entry of a cancelled registration back."""
    if registration.event.starts_at is None:
        return None
    return _taken_back(registration, registration.substitutions.last(), registration.changed_at)


def unfixed_file(registration: Registration) -> bytes | None:
    """Return the file that takes back an entry whose hour is open again; None once it is fixed.

    The next hour brings the entry anew: by then the revision has grown further.
    """
    event = registration.event
    if event.starts_at is not None:
        return None
    came_by = registration.substitutions.last()
    return _taken_back(registration, came_by, timezone.now(), sequence=event.revision)


def replaced_file(former: Substitution) -> bytes | None:
    """Return the file that takes the entry of who was replaced back."""
    registration = former.registration
    if registration.event.starts_at is None:
        return None
    before = registration.substitutions.filter(pk__lt=former.pk).last()
    return _taken_back(registration, before, former.replaced_at)


def _taken_back(
    registration: Registration,
    came_by: Substitution | None,
    at: datetime.datetime,
    *,
    sequence: int | None = None,
) -> bytes:
    """Return a cancelling file; above all others, unless the entry may come again (`sequence`)."""
    if sequence is None:
        sequence = registration.event.revision + 1
    entry = _entry(registration, came_by, sequence=sequence, at=at)
    entry.add("status", "CANCELLED")
    return _file("CANCEL", entry)


def _entry(
    registration: Registration,
    came_by: Substitution | None,
    *,
    sequence: int,
    at: datetime.datetime,
) -> Entry:
    """Return the entry of the person who came by that substitution, or was the first."""
    event = registration.event
    # an entry is found by its UID; without an hour there is only one that is taken back
    start = event.starts_at or datetime.datetime.combine(event.window_start, MORNING)
    name = f"{event.pk}-{registration.pk}" + (f"-{came_by.pk}" if came_by else "")
    entry = Entry()
    entry.add("uid", str(uuid.uuid5(NAMESPACE, name)))
    entry.add("sequence", sequence)
    entry.add("dtstamp", at.astimezone(datetime.UTC))
    entry.add("dtstart", start.astimezone(datetime.UTC))
    entry.add("dtend", (start + HALF_A_DAY).astimezone(datetime.UTC))
    entry.add("summary", event.title)
    entry.add("location", event.venue)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if settings.MAIL_SERVER and "@" in address:  # Outlook asks who takes an entry back
        organizer = vCalAddress(f"mailto:{address}")
        organizer.params["CN"] = name or "Ban Tổ chức"
        entry.add("organizer", organizer)
    return entry


def _file(method: str, entry: Entry) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//contest-portal//registrations//VI")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
