"""Who is written to when hour or place of a ceremony are saved anew."""

from collections.abc import Iterator

from events import mail
from events.admin.event import ON_CHANGE
from events.models import Event, Letter
from registrations.models import Invitation
from registrations.services import reminders


def of_change(event: Event) -> Iterator[Letter]:
    """Yield the letters that the worker will write, in few statements."""
    delegates = reminders.to_tell(event).exclude(email="").select_related("event").order_by("pk")
    yield from mail.not_written_yet("registration.change", delegates, event)
    offices = Invitation.objects.to_tell(event).select_related("event").order_by("pk")
    yield from mail.not_written_yet("invitation.moved", offices, event)


ON_CHANGE.append(of_change)
