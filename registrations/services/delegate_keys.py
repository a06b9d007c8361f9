"""What names a delegate in the addresses of the office's page, and opens nothing by itself."""

from django.utils.crypto import salted_hmac

from registrations.models import Invitation, Registration


def delegate_key(registration: Registration) -> str:
    """Return the key: another one for each person, as the secret link, but telling none."""
    return salted_hmac("registrations.handle", registration.token, algorithm="sha256").hexdigest()


def find(invitation: Invitation, wanted: str) -> Registration | None:
    """Return the delegate of an invitation whose key is this; None once somebody else came."""
    rows = invitation.active().select_related("event__contest", "seat__row")
    rows = rows.prefetch_related("substitutions")
    return next(
        (registration for registration in rows if delegate_key(registration) == wanted), None
    )
