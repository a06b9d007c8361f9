"""The words of the consents, and that they were given."""

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.vietnamese import text
from events.web import pages
from registrations.models import Consent, ConsentPurpose, Registration

VERSION = "2026-12.3"  # of the notice and the boxes below

BOXES: dict[str, Any] = {
    ConsentPurpose.ATTEND: _(
        "I agree that the organizing committee processes the data above for purposes (1) and (2)."
    ),
    ConsentPurpose.PHOTO: _(
        "I agree that photographs in which I can be recognised are shown on this portal (optional)."
    ),
    ConsentPurpose.NEWS: _(
        "I agree to receive news of further activities of the contest (optional)."
    ),
}
# what the clerk of an invited body ticks for the delegates
CLERKS_BOX: Any = _(
    "The delegates named here know the notice above and agree that the organizing committee "
    "processes their data for purposes (1) and (2)."
)
OPTIONAL = (ConsentPurpose.PHOTO, ConsentPurpose.NEWS)

# written out: it runs under the lock that everybody in a rush waits for
RECORD = """
    WITH words AS (
        INSERT INTO registrations_consenttext (sha256, version, text)
        VALUES (%(sha256)s, %(version)s, %(text)s) ON CONFLICT DO NOTHING
    )
    INSERT INTO registrations_consent
        (registration_id, purpose, given, version, text_id, channel, at)
    SELECT %(registration)s, purpose, %(given)s, %(version)s, %(sha256)s, %(channel)s, %(at)s
    FROM unnest(%(purposes)s) AS purpose
"""


def shown_text(event: Event, channel: str = Registration.Channel.PUBLIC) -> str:
    """Return the notice and the boxes word for word, as the page shows them in its language."""
    by_clerk = channel == Registration.Channel.INVITATION

    def make() -> str:
        notice = render_to_string("registrations/_notice.html", {"event": event})
        lines = strip_tags(notice.replace("<br>", "\n").replace("<div", "\n<div"))
        boxes = [CLERKS_BOX] if by_clerk else BOXES.values()
        return text.clean_lines("\n".join([lines, *map(str, boxes)]))

    return pages.remember(f"consent:{by_clerk}:{shown_as(event)}", make)


def shown_as(event: Event) -> str:
    """Return a text that changes with everything that the notice and the boxes show."""
    days = settings.RETENTION_DAYS["attend"]
    contact = hashlib.sha256(event.contact_shown.encode()).hexdigest()
    return f"{VERSION}:{get_language()}:{days}:{contact}"


def record(
    registration: Registration,
    purposes: Iterable[str],
    *,
    given: bool,
    at: datetime.datetime,
    channel: str = Registration.Channel.PUBLIC,
) -> None:
    """Write down what the person agreed to, or no longer agrees to, with the very words."""
    words = shown_text(registration.event, channel)
    values: dict[str, Any] = {
        "sha256": hashlib.sha256(words.encode()).hexdigest(),
        "version": VERSION,
        "text": words,
        "registration": registration.pk,
        "given": given,
        "channel": str(channel),
        "at": at,
        "purposes": [str(purpose) for purpose in purposes],
    }
    with connection.cursor() as cursor:
        cursor.execute(RECORD, values)


def own(registration: Registration) -> QuerySet[Consent]:
    """Return the answers of who holds the registration now, not of whom they came instead of."""
    rows = registration.consents.all()
    if registration.consented_at is None:
        return rows
    return rows.filter(at__gte=registration.consented_at)


def given(registration: Registration) -> set[str]:
    """Return what the person agrees to now."""
    latest = {consent.purpose: consent.given for consent in registration.consents.all()}
    return {purpose for purpose, agreed in latest.items() if agreed}
