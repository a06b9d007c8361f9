"""The first page as a whole: its blocks for who asks, whole or as the part that refreshes it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from contest_portal.admin.overview import (
    answers,
    approvals,
    calls,
    ceremony,
    daily,
    data_requests,
    letters,
    preparation,
    programme,
    seats,
    sponsors,
)
from contest_portal.admin.overview.decision import Block, gathered
from events.models import Event
from events.models.event import EventQuerySet
from events.permissions import has_right_somewhere, may_see_registrations, own_ceremonies
from registrations.services.counts import Active

REFRESHED_AFTER = 60  # seconds
PART = "admin/overview/_part.html"
SHOWN_BY = (  # who has one of these rights in a ceremony sees a block about it
    "agenda.view_preparation",
    "agenda.view_programme",
    "events.view_submission",
    "registrations.view_registration",
    "sponsorship.view_memorandum",
)


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the page. The number of statements does not depend on the data."""
    user = request.user
    events = _ceremonies(user)
    event = events.current() or events.order_by("-window_end").first()
    blocks: dict[str, Block | None] = {
        "daily": daily.read(user),
        "letters": letters.read(user),
        "requests": data_requests.read(user),
    }
    if event is not None:
        active = Active.of(event) if may_see_registrations(user, event) else None
        blocks |= {
            "approvals": approvals.read(user, event),
            "seats": seats.read(user, event, active),
            "answers": answers.read(user, event, active),
            "calls": calls.read(request, event),
            "programme": programme.read(user, event),
            "work": preparation.read(user, event),
            "sponsors": sponsors.read(user, event),
            "ceremony": ceremony.read(user, event),
        }
    context |= blocks
    context |= {
        "event": event,
        "decisions": gathered(blocks.values()),
        "read_at": timezone.localtime(),
        "refreshed_after": REFRESHED_AFTER,
        "layout": PART if "HX-Request" in request.headers else "admin/base.html",
    }
    return context


def _ceremonies(user: Any) -> EventQuerySet:
    """Return the ceremonies of the user; for who has none, all: their days are public."""
    has_some = has_right_somewhere(user, *SHOWN_BY)
    return own_ceremonies(user, *SHOWN_BY) if has_some else Event.objects.all()
