"""What is kept of a person as one file, in the words and hours of who reads it."""

import datetime
from typing import Any

from django.db.models import Choices, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from registrations.models import Consent, ConsentText, DataRequest, Registration
from registrations.services import consents, data_requests

PERSON = ("honorific", "name", "position", "organisation", "phone", "email", "delegation")
REGISTRATION = ("event", "code", "status", "channel", "source", "created_at", "changed_at")
CONSENT = ("purpose", "given", "at", "version", "text")
REQUEST = (
    *("kind", "words", "status", "reason"),
    *("received_at", "answer_due", "answered_at", "due", "closed_at"),
)


def handed_out(registration: Registration, left_out: str) -> dict[str, Any]:
    """Return everything that a person may have of the own data; `left_out` tells what is not."""
    own = data_requests.own_data(registration)
    seat = registration.seat
    return {
        **_columns(registration, *PERSON, *REGISTRATION),
        _("Seat number"): seat.number if seat else None,
        _("Place in the hall"): seat.chair_name if seat else "",
        _label(registration, "reason"): own.reason,
        _("consents"): [
            _columns(row, *CONSENT) for row in consents.own(registration).select_related("text")
        ],
        _("letters"): [
            {
                _("at"): _value(letter.created_at),
                _("subject"): letter.subject,
                _("state"): _value(letter.state),
            }
            for letter in own.letters
        ],
        _("requests about personal data"): [_columns(row, *REQUEST) for row in own.requests],
        _label(registration, "note"): left_out,
    }


def _columns(row: Registration | Consent | DataRequest, *names: str) -> dict[str, Any]:
    values = {name: getattr(row, f"get_{name}_display", None) for name in names}
    return {
        _label(row, name): _value(display() if display else getattr(row, name))
        for name, display in values.items()
    }


def _label(row: Model, name: str) -> str:
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


def _value(value: Any) -> Any:
    """Return a value as a file holds it: moments with the hour of the place."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, ConsentText):
        return value.text
    return str(value) if isinstance(value, Model) else value
