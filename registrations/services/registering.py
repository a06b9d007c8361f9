"""A delegate asks for a seat."""

import uuid
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from events.models import Event
from events.vietnamese import names
from registrations.errors import AlreadyRegistered, RegistrationClosed
from registrations.models import Registration, Seating
from registrations.services.locking import lock, seat_for_newcomer

CONSENT_VERSION = "2026-11"

Status = Registration.Status
Channel = Registration.Channel


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


def find_same(event_id: int, delegate: Delegate) -> Registration | None:
    """Return the active registration of this very person.

    Accents tell people apart (Hoa, Hòa), unless one of the two was typed without any: then it is
    the same person on a keyboard without accents.
    """
    wanted = names.identity(delegate.name), names.identity(delegate.organisation)
    plain = names.fold(delegate.name), names.fold(delegate.organisation)
    same = Registration.objects.filter(event_id=event_id).same_person(
        delegate.name, delegate.organisation
    )
    for other in same:
        theirs = other.name_identity, other.organisation_identity
        if all(a == b or p in (a, b) for a, b, p in zip(wanted, theirs, plain, strict=True)):
            return other
    return None


@transaction.atomic
def register(
    *,
    event: Event,
    delegate: Delegate,
    channel: Channel = Channel.PUBLIC,
    submission: uuid.UUID | None = None,
    news_consent: bool = False,
) -> Registration:
    """Register a delegate: a seat while one is free, else a place on the waiting list.

    `submission` names one filled-in form: sent twice, it returns the first registration. Raises
    `RegistrationClosed` (public channel only) and `AlreadyRegistered`.
    """
    seating = lock(event.pk)
    same = find_same(event.pk, delegate)
    if same is not None:
        if submission is not None and same.submission == submission:
            return same
        raise AlreadyRegistered(same)
    public = channel == Channel.PUBLIC
    if public and not seating.is_open():
        raise RegistrationClosed
    registration = Registration(
        event=event,
        channel=channel,
        submission=submission,
        news_consent=news_consent,
        consented_at=timezone.now() if public else None,
        consent_version=CONSENT_VERSION if public else "",
        **asdict(delegate),
    )
    if public and seating.policy == Seating.Policy.APPROVAL:
        registration.status = Status.PENDING
    else:
        registration.seat = seat_for_newcomer(event.pk)
        registration.status = Status.CONFIRMED if registration.seat else Status.WAITING
    registration.save(force_insert=True)
    return registration
