"""The lock of a ceremony's seats."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import IntegrityError, transaction

from events.models import Event
from registrations.errors import NoSeating, UnknownDelegation
from registrations.models import Registration, Seating

# Everybody in a rush waits for who holds the lock: what runs under it for each newcomer is
# written out, because building it with the ORM takes four times as long as running it.
LOCKED = "SELECT * FROM registrations_seating WHERE event_id = %s FOR UPDATE"
DELEGATION_KEYS = ("registrations_delegation_of_event", "registrations_invitation_delegation")


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
        if broken_constraint(error) in DELEGATION_KEYS:
            raise UnknownDelegation from error
        raise


def lock(event_id: int) -> Seating:
    """Lock and return the seating of a ceremony until the transaction ends. Raises `NoSeating`.

    Without it two transactions could both see the last seat free, and a newcomer could take a
    seat in the moment between its release and the promotion of who waits for it. It comes before
    any other lock: who has written a registration, a seat or a delegation and then asks for it
    may stand in the way of one who holds it.
    """
    for seating in Seating.objects.raw(LOCKED, [event_id]):
        return seating
    raise NoSeating


def hold_seats(event: Event) -> None:
    """Lock the seats of a ceremony, if it has any, for a transaction that changes more than them.

    Whoever writes delegations first and seats afterwards would stand in the way of a delegate who
    registers: each would wait for the other.
    """
    with suppress(NoSeating):
        lock(event.pk)


def lock_registration(registration: Registration) -> Registration:
    """Lock the seating, then return the registration as it stands now, not as it was shown."""
    lock(registration.event_id)
    return Registration.objects.select_related("event", "seat__row").get(pk=registration.pk)
