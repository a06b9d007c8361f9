"""Who lost a secret link gets it again, at the address on record."""

from django.db import transaction

from events.models import Event
from registrations import mail
from registrations.models import Invitation, Registration

MOST = 20  # letters of each kind at once, the newest first


def send_links(event: Event, address: str) -> None:
    """Write to the delegates and offices of a ceremony whose address this is, each their own link.

    Nothing comes back, and as many statements run whoever has the address: who asked learns nothing
    by the answer or by how long it takes.
    """
    delegates = Registration.objects.active().filter(event=event, email__iexact=address)
    offices = Invitation.objects.filter(event=event, contact_email__iexact=address)
    with transaction.atomic():
        mail.delegates.lost_link(event, delegates.order_by("-pk")[:MOST])
        mail.offices.lost_invitation(event, offices.order_by("-pk")[:MOST])
