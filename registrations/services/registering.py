"""A delegate asks for a seat."""

import uuid
from dataclasses import asdict, dataclass

from django.db import IntegrityError
from django.utils import timezone

from events.models import Event
from events.vietnamese import names
from registrations import mail
from registrations.errors import AlreadyRegistered, RegistrationClosed
from registrations.models import Registration, Seating
from registrations.models.registration import plain
from registrations.services.locking import (
    broken_constraint,
    lock,
    named_alike,
    one_transaction,
    seat_for_newcomer,
)

CONSENT_VERSION = "2026-11"
CODE_ATTEMPTS = 5

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


def register(
    *,
    event: Event,
    delegate: Delegate,
    channel: Channel = Channel.PUBLIC,
    submission: uuid.UUID | None = None,
    news_consent: bool = False,
    silently: bool = False,
) -> Registration:
    """Register a delegate: a seat while one is free, else a place on the waiting list.

    A letter tells the result, unless `silently`. `submission` names one filled-in form: sent
    twice, it returns the first registration, with what was mended in between. Raises
    `RegistrationClosed` (public channel only), `AlreadyRegistered`, `NoSeating`,
    `UnknownDelegation`.
    """
    for attempt in range(1, CODE_ATTEMPTS + 1):
        registration = Registration(
            event=event, channel=channel, submission=submission, news_consent=news_consent
        )
        try:
            with one_transaction():
                return _register(registration, delegate, silently=silently)
        except IntegrityError as error:
            # another one has this code: by chance, once in a million ceremonies
            if broken_constraint(error) != "registrations_code_once" or attempt == CODE_ATTEMPTS:
                raise
    raise AssertionError("not reached")


def _register(new: Registration, delegate: Delegate, *, silently: bool) -> Registration:
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
    delegate.write_to(new)
    if public:
        new.consented_at = timezone.now()
        new.consent_version = CONSENT_VERSION
    if public and seating.policy == Seating.Policy.APPROVAL:
        new.status = Status.PENDING
    else:
        new.seat = seat_for_newcomer(new.event_id)
        new.status = Status.CONFIRMED if new.seat else Status.WAITING
    new.told_revision = new.event.revision
    new.save(force_insert=True)
    if not silently:
        mail.tell(new)
    return new
