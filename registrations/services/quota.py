"""The places of an invitation, looked at under the lock of the seating."""

from django.utils import timezone

from registrations.errors import INVITATION_GONE, InvitationClosed, NotAllowed, QuotaReached
from registrations.models import Invitation


def open_invitation(key: int, *, by_organizer: bool = False) -> Invitation:
    """Lock and return the invitation as it stands now. Needs the lock of the seating.

    So it cannot be removed in the moment before a delegate names it. Raises `NotAllowed` and,
    for an office, `InvitationClosed`.
    """
    rows = Invitation.objects.select_related("event").select_for_update(of=("self",), no_key=True)
    invitation = rows.filter(pk=key).first()
    if invitation is None:
        raise NotAllowed(INVITATION_GONE)
    if invitation.is_closed() and not by_organizer:
        raise InvitationClosed(invitation)
    return invitation


def use_quota(key: int) -> None:
    """Note that a delegate is named now; who had declined has changed their mind.

    Needs the lock. Raises `InvitationClosed`, `NotAllowed`, `QuotaReached`.
    """
    invitation = open_invitation(key)
    if invitation.active().count() >= invitation.quota:
        raise QuotaReached(invitation.quota)
    invitation.replied_at = timezone.now()
    invitation.declined_at = None
    invitation.decline_reason = ""
    invitation.notified_revision = invitation.event.revision  # the page says it
    invitation.save(
        update_fields=[
            "replied_at",
            "declined_at",
            "decline_reason",
            "notified_revision",
            "changed_at",
        ]
    )
