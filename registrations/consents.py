"""The words of the consents, and that they were given."""

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events import pages
from events.models import Event
from events.vietnamese import text
from registrations.models import ConsentPurpose, Registration

VERSION = "2026-12"  # of the notice and the boxes below

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


def shown_text(event: Event) -> str:
    """Return the notice and the boxes word for word, as the page shows them in its language."""

    def make() -> str:
        notice = render_to_string("registrations/_notice.html", {"event": event})
        return text.clean_lines("\n".join([strip_tags(notice), *map(str, BOXES.values())]))

    days = settings.RETENTION_DAYS["attend"]
    contact = hashlib.sha256(event.contact.encode()).hexdigest()
    return pages.remember(f"consent:{VERSION}:{get_language()}:{days}:{contact}", make)


def record(
    registration: Registration,
    purposes: Iterable[str],
    *,
    given: bool,
    at: datetime.datetime,
    channel: str = Registration.Channel.PUBLIC,
) -> None:
    """Write down what the person agreed to, or no longer agrees to, with the very words."""
    words = shown_text(registration.event)
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


def given(registration: Registration) -> set[str]:
    """Return what the person agrees to now."""
    latest = {consent.purpose: consent.given for consent in registration.consents.all()}
    return {purpose for purpose, agreed in latest.items() if agreed}
