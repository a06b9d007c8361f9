"""Bodies are invited, and their offices answer."""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event
from registrations import consents, mail
from registrations.errors import (
    AlreadyRegistered,
    ChangedMeanwhile,
    NotAllowed,
    RegistrationError,
    TooFewPlaces,
)
from registrations.models import ConsentPurpose, Invitation, Registration, Substitution
from registrations.models.registration import new_token
from registrations.services.locking import (
    broken_constraint,
    hold_seats,
    lock,
    lock_registration,
    one_transaction,
)
from registrations.services.places import open_invitation
from registrations.services.registering import (
    CODE_ATTEMPTS,
    Channel,
    Delegate,
    find_same,
    record_consent,
    register,
)
from registrations.services.steps import cancel

REPLACED = ("honorific", "name", "position", "organisation", "phone", "email")


def invite(*, event: Event, **fields: object) -> Invitation:
    """Enter an invitation. Raises `UnknownDelegation`."""
    for attempt in range(1, CODE_ATTEMPTS + 1):
        invitation = Invitation(event=event, **fields)
        try:
            with one_transaction():
                invitation.save(force_insert=True)
                return invitation
        except IntegrityError as error:
            once = "registrations_invitation_code_once"
            if broken_constraint(error) != once or attempt == CODE_ATTEMPTS:
                raise
    raise AssertionError("not reached")


def change_invitation(invitation: Invitation, **fields: object) -> Invitation:
    """Change what is written of an invitation; who is named stays.

    Raises `TooFewPlaces`, `UnknownDelegation`.
    """
    with one_transaction():
        hold_seats(invitation.event)
        current = Invitation.objects.select_related("event").get(pk=invitation.pk)
        for name, value in fields.items():
            setattr(current, name, value)
        named = current.active().count()
        if current.places < named:
            raise TooFewPlaces(named)
        current.save(update_fields=[*fields, "changed_at"])
    return current


def name_delegate(
    invitation: Invitation, delegate: Delegate, *, submission: uuid.UUID | None = None
) -> Registration:
    """Give a place of the invitation to a delegate, who then stands in line like everybody.

    Raises what `register` raises.
    """
    return register(
        event=invitation.event,
        delegate=delegate,
        channel=Channel.INVITATION,
        submission=submission,
        invitation=invitation,
    )


def name_delegates(
    invitation: Invitation, delegates: Iterable[Delegate], *, submission: uuid.UUID | None = None
) -> list[Registration | RegistrationError]:
    """Name several, each for himself; return what became of each, in order."""

    def named(delegate: Delegate) -> Registration | RegistrationError:
        try:
            return name_delegate(invitation, delegate, submission=submission)
        except RegistrationError as error:
            return error

    return [named(delegate) for delegate in delegates]


def decline(invitation: Invitation, *, reason: str = "") -> Invitation:
    """Note that nobody comes; possible while nobody is named.

    Raises `NotAllowed`, `InvitationClosed`, `InvitationGone`.
    """
    with one_transaction():
        lock(invitation.event_id)
        current = open_invitation(invitation.pk)
        if current.active().exists():
            raise NotAllowed(_("Delegates are named. To decline, please cancel them first."))
        current.replied_at = current.declined_at = timezone.now()
        current.decline_reason = reason
        current.save(update_fields=["replied_at", "declined_at", "decline_reason", "changed_at"])
    return current


def substitute(registration: Registration, *, delegate: Delegate) -> Registration:
    """Let somebody come in the place of a delegate: seat, code and history stay.

    The secret link is made anew, since it would show the one to the other; by it is seen, too,
    that `registration` is still the person who was shown. Raises `ChangedMeanwhile`,
    `AlreadyRegistered`, `InvitationClosed`, `InvitationGone`, `UnknownDelegation`.
    """
    with one_transaction():
        current = _as_shown(registration)
        same = find_same(current.event_id, delegate, besides=current)
        if same is not None:
            raise AlreadyRegistered(same)
        Substitution.objects.create(
            registration=current, **{name: getattr(current, name) for name in REPLACED}
        )
        delegate.write_to(current)
        current.token = new_token()
        current.submission = None
        current.news_consent = False
        record_consent(current)
        current.save()
        _ask_anew(current)
        mail.forget(current)  # letters to the former person, who cannot use their link any more
        mail.tell(current)
    return current


def _ask_anew(registration: Registration) -> None:
    """Note that somebody else agrees now, and to no more than taking part."""
    at = registration.consented_at or timezone.now()
    channel = Registration.Channel.INVITATION
    former = consents.given(registration) & set(consents.OPTIONAL)
    if former:
        consents.record(registration, former, given=False, at=at, channel=channel)
    consents.record(registration, [ConsentPurpose.ATTEND], given=True, at=at, channel=channel)


def cancel_delegate(registration: Registration) -> Registration:
    """Take a delegate back: the place is free again, the seat goes to the first who waits.

    Raises `ChangedMeanwhile`, `InvitationClosed`, `InvitationGone`.
    """
    with one_transaction():
        return cancel(_as_shown(registration))


def _as_shown(registration: Registration) -> Registration:
    """Lock, and return the registration if it is active and still of the person shown."""
    current = lock_registration(registration)
    if current.invitation_id is not None:
        open_invitation(current.invitation_id)
    if current.token != registration.token or not current.is_active:
        raise ChangedMeanwhile
    return current
