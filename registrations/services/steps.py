"""What happens to a registration after it was made."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from events.models import Event
from registrations import mail
from registrations.errors import AlreadyRegistered, NotAllowed, ReasonNeeded, SeatingFull
from registrations.models import Registration, Seat
from registrations.services.locking import (
    lock,
    lock_registration,
    one_transaction,
    seat_for_newcomer,
)
from registrations.services.registering import Delegate, find_same

Status = Registration.Status

NEXT = {
    Status.PENDING: {Status.CONFIRMED, Status.WAITING, Status.DECLINED, Status.CANCELLED},
    Status.WAITING: {Status.CONFIRMED, Status.CANCELLED},
    Status.CONFIRMED: {Status.CANCELLED},
    Status.DECLINED: set(),
    Status.CANCELLED: set(),
}


def _check(registration: Registration, status: Status) -> None:
    """Raise `NotAllowed` where `status` cannot follow."""
    if status not in NEXT[Status(registration.status)]:
        raise NotAllowed(
            _("This is not possible: the registration is “%(state)s”.")
            % {"state": registration.get_status_display()}
        )


def _move(
    registration: Registration, status: Status, *, seat: Seat | None = None, reason: str = ""
) -> None:
    """Take a registration to `status`, and tell; the seat that it held before is free then."""
    _check(registration, status)
    waited = registration.status == Status.WAITING
    if registration.status == Status.PENDING and status == Status.WAITING:
        registration.turn = _next_turn()
    registration.status = status
    registration.seat = seat
    if reason:
        registration.reason = reason
    registration.told_revision = registration.event.revision
    registration.save(
        update_fields=["status", "seat", "turn", "reason", "told_revision", "changed_at"]
    )
    mail.withdraw(registration)
    mail.tell(registration, promoted=waited and status == Status.CONFIRMED)


def _next_turn() -> int:
    """Return the place in line of who comes now: behind all who wait already."""
    table = Registration._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def seat_waiting(event_id: int) -> list[Registration]:
    """Seat those who wait, first come first, while public seats are free. Needs the lock."""
    waiting = Registration.objects.waiting().select_related("event").filter(event_id=event_id)
    free = Seat.objects.public().free().filter(event_id=event_id).order_by("number")
    seats = list(free[: waiting.count()])
    promoted = list(waiting[: len(seats)])
    for registration, seat in zip(promoted, seats, strict=True):
        _move(registration, Status.CONFIRMED, seat=seat)
    return promoted


@transaction.atomic
def promote_waiting(event: Event) -> list[Registration]:
    """Seat those who wait while public seats are free; return whom, in order."""
    lock(event.pk)
    return seat_waiting(event.pk)


@transaction.atomic
def cancel(registration: Registration, *, reason: str = "") -> Registration:
    """Cancel; a public seat that it held goes to the first who waits, in the same transaction.

    What is cancelled or declined already stays as it is.
    """
    current = lock_registration(registration)
    if current.is_active:
        _move(current, Status.CANCELLED, reason=reason)
        seat_waiting(current.event_id)
    return current


@transaction.atomic
def approve(registration: Registration) -> Registration:
    """Approve a pending registration: a seat while one is free, else the waiting list."""
    current = lock_registration(registration)
    if current.status != Status.PENDING:
        raise NotAllowed(_("Only a registration that awaits approval can be approved."))
    seat = seat_for_newcomer(current.event_id)
    _move(current, Status.CONFIRMED if seat else Status.WAITING, seat=seat)
    return current


@transaction.atomic
def decline(registration: Registration, *, reason: str) -> Registration:
    """Decline a pending registration, with the reason. Raises `ReasonNeeded`, `NotAllowed`."""
    if not reason.strip():
        raise ReasonNeeded
    current = lock_registration(registration)
    _move(current, Status.DECLINED, reason=reason)
    return current


@transaction.atomic
def give_reserve_seat(registration: Registration, *, reason: str) -> Registration:
    """Seat somebody who waits or awaits approval on a reserve seat, with the reason.

    Raises `ReasonNeeded`, `NotAllowed`, `SeatingFull`.
    """
    if not reason.strip():
        raise ReasonNeeded
    current = lock_registration(registration)
    _check(current, Status.CONFIRMED)
    seat = (
        Seat.objects.reserve().free().filter(event_id=current.event_id).order_by("number").first()
    )
    if seat is None:
        raise SeatingFull(_("All reserve seats are taken."))
    _move(current, Status.CONFIRMED, seat=seat, reason=reason)
    return current


def correct(registration: Registration, *, delegate: Delegate) -> Registration:
    """Correct what is written of a delegate; seat and state stay.

    Raises `AlreadyRegistered`, `UnknownDelegation`, `NotAllowed`.
    """
    with one_transaction():
        current = lock_registration(registration)
        if current.erased_at is not None:
            raise NotAllowed(_("The data of this registration were erased."))
        same = find_same(current.event_id, delegate, besides=current)
        if current.is_active and same is not None:
            raise AlreadyRegistered(same)
        if delegate.write_to(current):
            current.save()
    return current
