"""A delegate asks for a seat."""

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event
from registrations import mail
from registrations.errors import REGISTRATION_CLOSED, AlreadyRegistered, NotAllowed, SeatingFull
from registrations.models import Registration, Seat, Seating
from registrations.models.registration import new_token
from registrations.services import allocation, consents
from registrations.services.bulk_queue import BulkQueue
from registrations.services.identity import Delegate, find_same
from registrations.services.locking import broken_constraint, lock, one_transaction
from registrations.services.origins import Origin, PublicForm
from registrations.services.quota import use_quota

CODE_ATTEMPTS = 5

Status = Registration.Status
Channel = Registration.Channel
PUBLIC_FORM = PublicForm()


def claims(registration: Registration) -> tuple[str, int | None]:
    """Return what a delegate says of the own place in the order of protocol."""
    return (registration.position, registration.delegation_id)


def save_mended(
    registration: Registration,
    *,
    before: str,
    by_link: bool = False,
    claimed: tuple[str, int | None] | None = None,
) -> None:
    """Save what was mended; where the address is another than `before`, the letter goes there.

    Who came through the public site and now claims something else than `claimed` is verified no
    more; None where an organizer or an office mends it.

    The secret link that went to the former address, perhaps a stranger's, opens nothing any more.
    Who takes the own address out, `by_link`, keeps it: no letter could bring another one.
    """
    if before and registration.email != before and not (by_link and not registration.email):
        registration.token = new_token()
    if claimed not in (None, claims(registration)) and registration.channel == Channel.PUBLIC:
        registration.verified = False
    registration.save()
    mail.delegates.follow(registration, before=before)


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
    free_reserve = Seat.objects.reserve().free().filter(event=event)
    reserve = free_reserve.with_hall().order_by("number").first()
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


def register(*, event: Event, delegate: Delegate, origin: Origin = PUBLIC_FORM) -> Registration:
    """Register a delegate: a seat while one is free, else a position on the waiting list.

    A letter tells the result, unless `origin` is silent. A form that was sent before returns the
    first registration, with what was mended in between. Raises `NotAllowed` (public form
    only), `AlreadyRegistered`, `NoSeating`, `NotAllowed`; from the page of an office
    `InvitationClosed`, `NotAllowed`, `QuotaReached`; by hand, with a reason, `SeatingFull`.
    """
    for attempt in range(1, CODE_ATTEMPTS + 1):
        new = Registration(
            event=event,
            channel=origin.channel,
            verified=origin.channel != Channel.PUBLIC,
            **origin.fields(),
        )
        try:
            with one_transaction():
                return _register(new, delegate, origin)
        except IntegrityError as error:
            # another one has this code: by chance, once in a million ceremonies
            if broken_constraint(error) != "registrations_code_once" or attempt == CODE_ATTEMPTS:
                raise
    raise AssertionError("not reached")


def _register(new: Registration, delegate: Delegate, origin: Origin) -> Registration:
    seating = lock(new.event_id)
    same = find_same(new.event_id, delegate.name, delegate.organisation)
    if same is not None and new.submission is not None and same.submission == new.submission:
        return _mend(same, delegate)
    _check_admission(new, delegate, seating, same)
    delegate.write_to(new)
    if purposes := origin.purposes():
        record_consent(new)
    _seat(new, seating, origin.queue)
    new.notified_revision = new.event.revision
    new.save(force_insert=True)
    if new.consented_at is not None:
        consents.record(new, purposes, given=True, at=new.consented_at, channel=new.channel)
    if origin.queue is not None:
        origin.queue.join(new)
    if not origin.silently:
        mail.delegates.notify(new)
    new.known_position = None  # which is true under this lock only
    return new


def _mend(same: Registration, delegate: Delegate) -> Registration:
    """Write down what was mended in a form that is sent once more."""
    address, claimed = same.email, claims(same)
    if delegate.write_to(same):
        save_mended(same, before=address, claimed=claimed)
    return same


def _check_admission(
    new: Registration, delegate: Delegate, seating: Seating, same: Registration | None
) -> None:
    """Raise what speaks against it; where it comes from an office, use the quota."""
    if new.channel == Channel.PUBLIC and not seating.is_open(new.event):
        raise NotAllowed(REGISTRATION_CLOSED)
    if same is not None:
        raise AlreadyRegistered(same, delegate.name, invitation_id=new.invitation_id)
    if new.invitation_id is not None:
        use_quota(new.invitation_id)


def _seat(new: Registration, seating: Seating, queue: BulkQueue | None) -> None:
    """Give a seat where there is one, in turn or by hand, and set the state that follows."""
    if new.channel == Channel.PUBLIC and seating.policy == Seating.Policy.APPROVAL:
        new.status = Status.PENDING
        return
    seat_newcomer(new, seating, queue)
    if new.seat is not None:
        new.reason = ""  # none was needed for it
    elif new.reason:
        new.seat, new.out_of_turn = seat_by_hand(new)
    new.status = Status.CONFIRMED if new.seat else Status.WAITING
