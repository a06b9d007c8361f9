"""The lock of a ceremony's seats, and the seats looked up under it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from registrations.errors import NoSeating, UnknownDelegation
from registrations.models import Registration, Seat, Seating


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that said no."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


@contextmanager
def one_transaction() -> Iterator[None]:
    """Run in a transaction; what the database refuses for a person's reason is said to the person.

    The delegation can be deleted in the moment between the form's own check and the writing.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if broken_constraint(error) == "registrations_delegation_of_event":
            raise UnknownDelegation from error
        raise


def lock(event_id: int) -> Seating:
    """Lock and return the seating of a ceremony until the transaction ends. Raises `NoSeating`.

    Without it two transactions could both see the last seat free, and a newcomer could take a
    seat in the moment between its release and the promotion of who waits for it. It comes before
    any other lock: who has written a registration, a seat or a delegation and then asks for it
    may stand in the way of one who holds it.
    """
    try:
        return Seating.objects.select_for_update().get(event_id=event_id)
    except Seating.DoesNotExist as error:
        raise NoSeating from error


def lock_registration(registration: Registration) -> Registration:
    """Lock the seating, then return the registration as it stands now, not as it was shown."""
    lock(registration.event_id)
    return Registration.objects.select_related("event", "seat").get(pk=registration.pk)


def seat_for_newcomer(event_id: int) -> Seat | None:
    """Return the lowest free public seat, or None where somebody waits for it already."""
    waiting = Registration.objects.waiting().filter(event_id=event_id).order_by()
    return (
        Seat.objects.public()
        .free()
        .filter(event_id=event_id)
        .exclude(event__in=waiting.values("event"))
        .order_by("number")
        .first()
    )
