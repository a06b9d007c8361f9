"""The lock of a ceremony's seats, and the seats looked up under it."""

from registrations.models import Registration, Seat, Seating


def lock(event_id: int) -> Seating:
    """Lock and return the seating of a ceremony until the transaction ends.

    Without it two transactions could both see the last seat free, and a newcomer could take a
    seat in the moment between its release and the promotion of who waits for it.
    """
    return Seating.objects.select_for_update().get(event_id=event_id)


def lock_registration(registration: Registration) -> Registration:
    """Lock the seating, then return the registration as it stands now, not as it was shown."""
    lock(registration.event_id)
    return Registration.objects.select_related("event", "seat").get(pk=registration.pk)


def next_public_seat(event_id: int) -> Seat | None:
    """Return the lowest free public seat."""
    return Seat.objects.public().free().filter(event_id=event_id).order_by("number").first()


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
