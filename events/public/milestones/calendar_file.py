"""The days of a contest as a calendar file (RFC 5545) that programs subscribe to.

Entries are found again by their UID, so what was moved moves in calendars too, and what is gone
goes. A day without an hour is one of the whole day and keeps nobody from other things.
"""

import datetime

from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as Entry

from events.models.content.timeline import Moment, Timeline

HALF_A_DAY = datetime.timedelta(hours=4)  # a ceremony takes a morning or an afternoon
DAY = datetime.timedelta(days=1)


def calendar_file(timeline: Timeline, name: str, server: str) -> bytes:
    """Return the file; `server` is the part of the UIDs that is ours."""
    calendar = Calendar()
    calendar.add("prodid", "-//contest-portal//milestones//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    calendar.add("refresh-interval", DAY, parameters={"value": "DURATION"})
    # the same file on the same day: nothing tells when a row was changed last
    stamp = datetime.datetime.combine(timezone.localdate(), datetime.time(), datetime.UTC)
    for moment in timeline.moments:
        calendar.add_component(_entry(moment, server, stamp))
    return bytes(calendar.to_ical())


def _entry(moment: Moment, server: str, stamp: datetime.datetime) -> Entry:
    entry = Entry()
    entry.add("uid", f"{moment.key}@{server}")
    entry.add("dtstamp", stamp)
    event = moment.event
    if event and event.starts_at:
        start = event.starts_at.astimezone(datetime.UTC)
        entry.add("dtstart", start)
        entry.add("dtend", start + HALF_A_DAY)
    else:
        entry.add("dtstart", moment.first)
        # the first day that no longer belongs to it, as far as there is one
        entry.add("dtend", min(moment.last, datetime.date.max - DAY) + DAY)
        entry.add("transp", "TRANSPARENT")
    entry.add("summary", str(moment.title))
    if event:
        entry.add("location", event.venue)
        if not event.starts_at and moment.first != moment.last:
            entry.add("status", "TENTATIVE")
            entry.add("description", moment.days)
    elif moment.description.text:
        entry.add("description", moment.description.text)
    return entry
