"""Columns of the files for a spreadsheet: delegates, seats and invitations."""

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from events.exports.files import Columns
from events.vietnamese import phones
from registrations.models import Invitation, Registration

# never the secret of the link
INVITATION_COLUMNS: Columns = [
    (_("Invitation code"), "code"),
    (_("Organisation"), "organisation"),
    (_("Honorific"), "get_honorific_display"),
    (_("Full name"), "name"),
    (_("Position"), "position"),
    (_("Delegation"), "delegation__name"),
    (_("Places"), "quota"),
    (_("Number of delegates named"), "named"),
    (_("Answer"), lambda row: Invitation.State(row.state).label),
    (_("Reason of declining"), "decline_reason"),
    (_("Answer until"), "deadline"),
    (_("Contact person"), "contact_name"),
    (_("Telephone"), lambda row: phones.display(row.contact_phone)),
    (_("E-mail"), "contact_email"),
    (_("Sent at"), "sent_at"),
    (_("Answered at"), "replied_at"),
    (_("Last call"), "called_at"),
    (_("What was said"), "said"),
    (_("Note"), "note"),
]

SEAT_COLUMNS: Columns = [
    (_("Seat number"), "number"),
    (_("Kind"), "get_kind_display"),
    (_("Row in the hall"), "row_name"),
    (_("Chair"), "chair"),
    (_("Full name"), "registration__name"),
    (_("Organisation"), "registration__organisation"),
]


def delegate_columns() -> Columns:
    """Return the columns of the delegates; the waiting lists are read once, at the first row."""
    positions = SimpleLazyObject(_queue_positions)
    return [
        (_("Registration code"), "code"),
        (_("State"), "get_status_display"),
        (_("Seat number"), "seat__number"),
        (_("Honorific"), "get_honorific_display"),
        (_("Full name"), "name"),
        (_("Position"), "position"),
        (_("Organisation"), "organisation"),
        (_("Delegation"), "delegation__name"),
        # with its spaces: so a spreadsheet keeps the 0 in front
        (_("Telephone"), lambda row: phones.display(row.phone)),
        (_("E-mail"), "email"),
        (_("Came through"), "get_channel_display"),
        (_("Registered at"), "created_at"),
        (_("Organizer's reason"), "reason"),
        (_("Note"), "note"),
        (_("Place in the hall"), "seat__chair_name"),
        (_("Place on the waiting list"), lambda row: positions.get(row.pk)),
        (_("In the place of"), lambda row: ", ".join(row.replaced)),
    ]


def _queue_positions() -> dict[int, int]:
    """Return the positions on the waiting lists of all ceremonies, by key."""
    queues: dict[int, list[int]] = {}
    for event_id, key in Registration.objects.waiting().values_list("event_id", "pk"):
        queues.setdefault(event_id, []).append(key)
    return {key: number for queue in queues.values() for number, key in enumerate(queue, 1)}
