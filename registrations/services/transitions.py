"""What happens to a registration after it was made."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from events.models import Event
from events.transitions import Transition, may_follow
from registrations import mail
from registrations.errors import REASON_NEEDED, AlreadyRegistered, NotAllowed
from registrations.models import Registration, Seat, Seating
from registrations.services import allocation
from registrations.services.identity import Delegate, find_same
from registrations.services.locking import (
    lock,
    lock_registration,
    one_transaction,
)
from registrations.services.registration import claims, save_mended, seat_by_hand, seat_newcomer

Status = Registration.Status

APPROVE = Transition("approve", (Status.PENDING,), (Status.CONFIRMED, Status.WAITING))
DECLINE = Transition("decline", (Status.PENDING,), (Status.DECLINED,))
RESERVE = Transition("reserve", (Status.PENDING, Status.WAITING), (Status.CONFIRMED,))
PROMOTE = Transition("promote", (Status.WAITING,), (Status.CONFIRMED,))
CANCEL = Transition("cancel", Registration.ACTIVE, (Status.CANCELLED,))
TRANSITIONS = (APPROVE, DECLINE, RESERVE, PROMOTE, CANCEL)


def _check(registration: Registration, status: Status) -> None:
    """Raise `NotAllowed` where `status` cannot follow."""
    if not may_follow(TRANSITIONS, registration.status, status):
        raise NotAllowed(
            _("This is not possible: the registration is “%(state)s”.")
            % {"state": registration.get_status_display()}
        )


def _move(
    registration: Registration,
    status: Status,
    *,
    seat: Seat | None = None,
    out_of_turn: bool = False,
    reason: str = "",
    silently: bool = False,
) -> None:
    """Take a registration to `status`, and tell; the seat that it held before is free then.

    Also `silently`, what waits and is no longer true is not sent: its kind knows. No step tells
    that hour or venue were changed: that has a letter of its own.
    """
    _check(registration, status)
    before = registration.status
    if before == Status.PENDING and status != Status.CANCELLED:
        registration.verified = True  # an organizer has looked at it
    if registration.status == Status.PENDING and status == Status.WAITING:
        registration.turn = _next_turn()
    registration.status = status
    registration.seat, registration.out_of_turn = seat, out_of_turn
    if reason:
        registration.reason = reason
    registration.save(
        update_fields=[
            "status",
            "seat",
            "out_of_turn",
            "turn",
            "reason",
            "verified",
            "changed_at",
        ]
    )
    if not silently:
        mail.delegates.notify(registration, before=before)


def _next_turn() -> int:
    """Return the place in line of who comes now: behind all who wait already."""
    table = Registration._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def seat_waiting(event_id: int) -> list[Registration]:
    """Seat those who wait, first come first, while there are seats for them. Needs the lock.

    Who may have none of the free seats, because they are kept for delegations, is passed over and
    keeps the place in line. Nobody is seated while promotion is paused or after its end.
    """
    seating = Seating.objects.select_related("event").get(event=event_id)
    if not seating.promotes(seating.event):
        return []
    free = allocation.free_seats(seating, seating.event)
    free.waiting = frozenset()  # they are asked one after the other
    promoted: list[Registration] = []
    for registration in _queue(event_id, free):
        if free.admits(registration.delegation_id):
            seat, out_of_turn = free.allocate(registration.delegation_id)
            _move(registration, Status.CONFIRMED, seat=seat, out_of_turn=out_of_turn)
            promoted.append(registration)
    return promoted


def _queue(event_id: int, free: allocation.FreeSeats) -> Iterator[Registration]:
    """Yield those who wait, in order, as long as any seat is free."""
    waiting = Registration.objects.waiting().select_related("event").filter(event_id=event_id)
    if not free.seats:
        return
    # where nothing is kept, nobody is passed over
    for registration in waiting if free.kept else waiting[: len(free.seats)]:
        if not free.seats:
            return
        yield registration


@transaction.atomic
def promote_waiting(event: Event) -> list[Registration]:
    """Seat those who wait while there are seats for them; return whom, in order."""
    lock(event.pk)
    return seat_waiting(event.pk)


def promote_due() -> int:
    """Seat those who wait for what only time frees; return how many.

    When allotted seats are kept no longer, nobody's step does it: a step seats them itself.
    """
    free = Seat.objects.public().free().filter(event=OuterRef("pk"))
    waiting = Registration.objects.filter(event=OuterRef("pk"), status=Status.WAITING)
    events = Event.objects.filter(Exists(waiting.order_by()), Exists(free)).order_by("pk")
    return sum(len(promote_waiting(event)) for event in events.filter(seating__isnull=False))


@transaction.atomic
def cancel(registration: Registration, *, reason: str = "", silently: bool = False) -> Registration:
    """Cancel; a public seat that it held goes to the first who waits, in the same transaction.

    What is cancelled or declined already stays as it is. `silently`: no letter tells of it; who
    is seated instead is told all the same.
    """
    current = lock_registration(registration)
    if current.is_active:
        cancel_together([current], reason=reason, silently=silently)
    return current


def cancel_together(
    registrations: list[Registration], *, reason: str = "", silently: bool = False
) -> list[Registration]:
    """Cancel active registrations of one ceremony; return who is promoted. Needs the lock.

    First all are cancelled: else one of them who waits would get the seat of another.
    """
    for registration in registrations:
        _move(registration, Status.CANCELLED, reason=reason, silently=silently)
    return seat_waiting(registrations[0].event_id) if registrations else []


@transaction.atomic
def approve(registration: Registration, *, silently: bool = False) -> Registration:
    """Approve a pending registration: a seat while one is free, else the waiting list.

    A letter tells of it, unless `silently`. Raises `NotAllowed`.
    """
    current = lock_registration(registration)
    if current.status != Status.PENDING:
        raise NotAllowed(_("Only a registration that awaits approval can be approved."))
    seating = Seating.objects.get(event=current.event_id)
    seat_newcomer(current, seating)
    _move(
        current,
        Status.CONFIRMED if current.seat else Status.WAITING,
        seat=current.seat,
        out_of_turn=current.out_of_turn,
        silently=silently,
    )
    return current


@transaction.atomic
def decline(registration: Registration, *, reason: str, silently: bool = False) -> Registration:
    """Decline a pending registration, with the reason. Raises `NotAllowed`.

    A letter tells of it, unless `silently`.
    """
    if not reason.strip():
        raise NotAllowed(REASON_NEEDED)
    current = lock_registration(registration)
    _move(current, Status.DECLINED, reason=reason, silently=silently)
    return current


@transaction.atomic
def give_reserve_seat(
    registration: Registration, *, reason: str, silently: bool = False
) -> Registration:
    """Seat somebody who waits or awaits approval on a reserve seat, with the reason.

    Where none is left and nobody is promoted, a free public seat does, see `seat_by_hand`.
    A letter tells of it, unless `silently`. Raises `NotAllowed`, `SeatingFull`.
    """
    if not reason.strip():
        raise NotAllowed(REASON_NEEDED)
    current = lock_registration(registration)
    _check(current, Status.CONFIRMED)
    seat, by_hand = seat_by_hand(current)
    current.verified = True
    _move(
        current,
        Status.CONFIRMED,
        seat=seat,
        out_of_turn=by_hand,
        reason=reason,
        silently=silently,
    )
    return current


def correct(
    registration: Registration,
    *,
    delegate: Delegate,
    note: str | None = None,
    by_link: bool = False,
) -> Registration:
    """Correct what is written of a delegate; seat and state stay. A new address is written to.

    What waits for the former address is not sent, and the secret link that it got ends, but for
    who takes the own address out (`by_link`). `note`: what organizers note; None leaves it.
    Raises `AlreadyRegistered`, `NotAllowed`.
    """
    with one_transaction():
        current = lock_registration(registration)
        if current.erased_at is not None:
            raise NotAllowed(_("The data of this registration were erased."))
        same = find_same(current.event_id, delegate.name, delegate.organisation, besides=current)
        if current.is_active and same is not None:
            raise AlreadyRegistered(same, delegate.name, invitation_id=current.invitation_id)
        delegation, address = current.delegation_id, current.email
        noted = current.note if note is None else note
        claimed = claims(current) if by_link else None
        if delegate.write_to(current) or noted != current.note:
            current.note = noted
            save_mended(current, before=address, by_link=by_link, claimed=claimed)
        if current.delegation_id != delegation:
            seat_waiting(current.event_id)  # a seat kept for the one may be open to the other
            current.refresh_from_db(fields=["status", "seat", "out_of_turn"])
    return current
