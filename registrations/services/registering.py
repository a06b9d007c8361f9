"""A delegate asks for a seat."""

import uuid
from dataclasses import asdict, dataclass

from django.db import IntegrityError
from django.utils import timezone

from events.models import Event
from events.vietnamese import names
from registrations import consents, mail
from registrations.errors import AlreadyRegistered, RegistrationClosed
from registrations.models import ConsentPurpose, Invitation, Registration, Seating
from registrations.models.registration import plain
from registrations.services.locking import (
    broken_constraint,
    lock,
    named_alike,
    one_transaction,
    seat_for_newcomer,
)
from registrations.services.places import take_place

CODE_ATTEMPTS = 5

Status = Registration.Status
Channel = Registration.Channel
CONSENTING = (Channel.PUBLIC, Channel.INVITATION)  # through these the person agrees, or a clerk


@dataclass(frozen=True, kw_only=True)
class Delegate:
    """Who comes, as a form or a list gives it; `phone` in E.164."""

    name: str
    organisation: str
    honorific: str = ""
    position: str = ""
    delegation_id: int | None = None
    phone: str = ""
    email: str = ""

    def write_to(self, registration: Registration) -> bool:
        """Write down who comes; return whether anything is new."""
        new = {k: v for k, v in asdict(self).items() if getattr(registration, k) != v}
        for field, value in new.items():
            setattr(registration, field, value)
        return bool(new)


def same_text(one: str, other: str) -> bool:
    """Return whether two spellings are one name.

    Accents tell names apart (Hoa, Hòa), unless one of the two was typed without any: then it is
    the same name on a keyboard without accents.
    """
    return plain(one) == plain(other) and (
        names.identity(one) == names.identity(other)
        or plain(one) in (names.identity(one), names.identity(other))
    )


def find_same(
    event_id: int, delegate: Delegate, *, besides: Registration | None = None
) -> Registration | None:
    """Return the active registration of this very person, by name and organisation."""
    for other in named_alike(event_id, delegate.name):
        if (
            other != besides
            and same_text(other.name, delegate.name)
            and same_text(other.organisation, delegate.organisation)
        ):
            return other
    return None


def record_consent(registration: Registration) -> None:
    """Write down that the text shown now was agreed to now."""
    registration.consented_at = timezone.now()
    registration.consent_version = consents.VERSION


def register(
    *,
    event: Event,
    delegate: Delegate,
    channel: Channel = Channel.PUBLIC,
    submission: uuid.UUID | None = None,
    news_consent: bool = False,
    invitation: Invitation | None = None,
    photo_consent: bool = False,
    silently: bool = False,
) -> Registration:
    """Register a delegate: a seat while one is free, else a place on the waiting list.

    A letter tells the result, unless `silently`. `submission` names one filled-in form: sent
    twice, it returns the first registration, with what was mended in between. With an
    `invitation` the delegate takes one of its places. Raises `RegistrationClosed` (public channel
    only), `AlreadyRegistered`, `NoSeating`, `UnknownDelegation`; with an invitation
    `InvitationClosed`, `InvitationGone`, `NoPlaceLeft`.
    """
    for attempt in range(1, CODE_ATTEMPTS + 1):
        registration = Registration(
            event=event,
            channel=channel,
            submission=submission,
            news_consent=news_consent,
            invitation=invitation,
        )
        try:
            with one_transaction():
                return _register(registration, delegate, photo_consent, silently=silently)
        except IntegrityError as error:
            # another one has this code: by chance, once in a million ceremonies
            if broken_constraint(error) != "registrations_code_once" or attempt == CODE_ATTEMPTS:
                raise
    raise AssertionError("not reached")


def _register(
    new: Registration, delegate: Delegate, photo_consent: bool, *, silently: bool
) -> Registration:
    seating = lock(new.event_id)
    same = find_same(new.event_id, delegate)
    if same is not None and new.submission is not None and same.submission == new.submission:
        address = same.email
        if delegate.write_to(same):
            same.save()
            if same.email != address:
                mail.again(same)
        return same
    public = new.channel == Channel.PUBLIC
    if public and not seating.is_open():
        raise RegistrationClosed
    if same is not None:
        raise AlreadyRegistered(same)
    if new.invitation_id is not None:
        take_place(new.invitation_id)
    delegate.write_to(new)
    if new.channel in CONSENTING:
        record_consent(new)
    if public and seating.policy == Seating.Policy.APPROVAL:
        new.status = Status.PENDING
    else:
        new.seat = seat_for_newcomer(new.event_id)
        new.status = Status.CONFIRMED if new.seat else Status.WAITING
    new.told_revision = new.event.revision
    new.save(force_insert=True)
    if new.consented_at is not None:
        asked = {
            ConsentPurpose.ATTEND: True,
            ConsentPurpose.PHOTO: photo_consent,
            ConsentPurpose.NEWS: new.news_consent,
        }
        purposes = [purpose for purpose, agreed in asked.items() if agreed]
        consents.record(new, purposes, given=True, at=new.consented_at, channel=new.channel)
    if not silently:
        mail.tell(new)
    return new
