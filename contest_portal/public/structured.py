"""What search engines read of a ceremony: schema.org as JSON-LD."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event


def event_data(event: Event, request: HttpRequest, picture: str) -> dict[str, Any]:
    """Return a ceremony and who holds it; `picture` is a path of ours."""
    home = request.build_absolute_uri(reverse("home"))
    organizer = {
        "@type": "Organization",
        "name": f"{_('Organizing committee of the contest')} “{event.contest.name}”",
        "url": home,
    }
    venue: dict[str, Any] = {"@type": "Place", "name": event.venue}
    if event.venue_address:
        venue["address"] = event.venue_address
    start = timezone.localtime(event.starts_at) if event.starts_at else event.window_start
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "startDate": start.isoformat(),
        "endDate": event.last_day().isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": venue,
        "organizer": organizer,
        "image": request.build_absolute_uri(picture),
        "url": home,
    }
    if event.summary:
        data["description"] = event.summary
    return data
