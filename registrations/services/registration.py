"""A delegate asks for a seat."""

import uuid

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event
from registrations import mail
from registrations.errors import AlreadyRegistered, RegistrationClosed, SeatingFull
from registrations.models import ConsentPurpose, Invitation, Registration, Seat, Seating
from registrations.models.registration import new_token
from registrations.services import allocation, consents
from registrations.services.identity import Delegate, find_same
from registrations.services.locking import broken_constraint, lock, one_transaction
from registrations.services.quota import use_quota

CODE_ATTEMPTS = 5

Status = Registration.Status
Channel = Registration.Channel
CONSENTING = (Channel.PUBLIC, Channel.INVITATION)  # through these the person agrees, or a clerk


def save_mended(registration: Registration, *, before: str, by_link: bool = False) -> None:
    """Save what was mended; where the address is another than `before`, the letter goes there.

    The secret link that went to the former address, perhaps a stranger's, opens nothing any more.
    Who takes the own address out, `by_link`, keeps it: no letter could bring another one.
    """
    if before and registration.email != before and not (by_link and not registration.email):
        registration.token = new_token()
    registration.save()
    mail.delegates.follow(registration, before=before)


class BulkQueue:
    """What is known of hall and waiting list while one lock is held and only newcomers are written.

    Where no seat is free none gets free, and who waits stands behind all others. To look and to
    count for each of ten thousand would take as long as writing them.
    """

    def __init__(self) -> None:
        self.full = False
        self.last: int | None = None

    def join(self, new: Registration) -> None:
        """Let a newcomer know the own place, if it is one on the waiting list."""
        if new.status == Status.WAITING:
            self.last = new.queue_position() if self.last is None else self.last + 1
            new.known_position = self.last


def seat_newcomer(
    registration: Registration, seating: Seating, queue: BulkQueue | None = None
) -> None:
    """Give a free public seat, if there is one for this delegate. Needs the lock."""
    if queue is not None and queue.full:
        return
    free = allocation.free_seats(seating, registration.event)
    if queue is not None:
        queue.full = not free.seats
    if free.admits_newcomer(registration.delegation_id):
        registration.seat, registration.out_of_turn = free.allocate(registration.delegation_id)


def seat_by_hand(registration: Registration) -> allocation.AllocatedSeat:
    """Return a seat that an organizer gives before all who wait. Needs the lock.

    The lowest free reserve seat; where none is left and nobody is promoted any more, or for now,
    a free public one. Raises `SeatingFull`.
    """
    event = registration.event
    reserve = Seat.objects.reserve().free().filter(event=event).order_by("number").first()
    if reserve is not None:
        return allocation.AllocatedSeat(reserve, out_of_turn=False)
    seating = Seating.objects.get(event=event)
    if not seating.promotes(event):
        free = allocation.free_seats(seating, event)
        if free.admits(registration.delegation_id):
            return allocation.AllocatedSeat(
                free.allocate(registration.delegation_id).seat, out_of_turn=True
            )
    raise SeatingFull(
        _("All reserve seats are taken. Their number is raised at “Number of seats”.")
    )


def record_consent(registration: Registration) -> None:
    """Write down that the text shown now was agreed to now."""
    registration.consented_at = timezone.now()
    registration.consent_version = consents.VERSION


def register(
    *,
    event: Event,
    delegate: Delegate,
    queue: BulkQueue | None = None,
    channel: Channel = Channel.PUBLIC,
    submission: uuid.UUID | None = None,
    source: str = "",
    news_consent: bool = False,
    invitation: Invitation | None = None,
    photo_consent: bool = False,
    silently: bool = False,
    reserve_reason: str = "",
    note: str = "",
) -> Registration:
    """Register a delegate: a seat while one is free, else a place on the waiting list.

    A letter tells the result, unless `silently`; `queue`: others come under the same lock, and
    what is known of it need not be read again. `submission` names one filled-in form: sent
    twice, it returns the first registration, with what was mended in between. With an
    `invitation` the delegate takes one of its places; with a `reserve_reason`, a seat by hand
    where the order of the line gives none. `source`: see `services.sources`. `note` is for
    the organizers only. Raises `RegistrationClosed` (public channel only), `AlreadyRegistered`,
    `NoSeating`, `UnknownDelegation`; with an invitation `InvitationClosed`, `InvitationGone`,
    `QuotaReached`; with a reason `SeatingFull`.
    """
    for attempt in range(1, CODE_ATTEMPTS + 1):
        registration = Registration(
            event=event,
            channel=channel,
            submission=submission,
            source=source,
            news_consent=news_consent,
            invitation=invitation,
            reason=reserve_reason,
            note=note,
        )
        try:
            with one_transaction():
                return _register(registration, delegate, photo_consent, queue, silently=silently)
        except IntegrityError as error:
            # another one has this code: by chance, once in a million ceremonies
            if broken_constraint(error) != "registrations_code_once" or attempt == CODE_ATTEMPTS:
                raise
    raise AssertionError("not reached")


def _register(
    new: Registration,
    delegate: Delegate,
    photo_consent: bool,
    queue: BulkQueue | None,
    *,
    silently: bool,
) -> Registration:
    seating = lock(new.event_id)
    same = find_same(new.event_id, delegate.name, delegate.organisation)
    if same is not None and new.submission is not None and same.submission == new.submission:
        address = same.email
        if delegate.write_to(same):
            save_mended(same, before=address)
        return same
    public = new.channel == Channel.PUBLIC
    if public and not seating.is_open(new.event):
        raise RegistrationClosed
    if same is not None:
        raise AlreadyRegistered(same, invitation_id=new.invitation_id)
    if new.invitation_id is not None:
        use_quota(new.invitation_id)
    delegate.write_to(new)
    if new.channel in CONSENTING:
        record_consent(new)
    if public and seating.policy == Seating.Policy.APPROVAL:
        new.status = Status.PENDING
    else:
        seat_newcomer(new, seating, queue)
        if new.seat is not None:
            new.reason = ""
        elif new.reason:
            new.seat, new.out_of_turn = seat_by_hand(new)
        new.status = Status.CONFIRMED if new.seat else Status.WAITING
    new.notified_revision = new.event.revision
    new.save(force_insert=True)
    if new.consented_at is not None:
        asked = {
            ConsentPurpose.ATTEND: True,
            ConsentPurpose.PHOTO: photo_consent,
            ConsentPurpose.NEWS: new.news_consent,
        }
        purposes = [purpose for purpose, agreed in asked.items() if agreed]
        consents.record(new, purposes, given=True, at=new.consented_at, channel=new.channel)
    if queue is not None:
        queue.join(new)
    if not silently:
        mail.delegates.notify(new)
    new.known_position = None  # which is true under this lock only
    return new
