"""How many seats there are."""

from django.db import transaction

from events.models import Event
from registrations.errors import TooFewSeats, WrongNumberOfSeats
from registrations.models import Registration, Seat, Seating
from registrations.models.seating import SEATS_MAX
from registrations.services.locking import lock
from registrations.services.transitions import seat_waiting


@transaction.atomic
def open_seating(
    *, event: Event, public_seats: int = 120, reserve_seats: int = 10, **fields: object
) -> Seating:
    """Make the seats of a ceremony: public ones from number 1, then the reserve.

    Where there are seats already, their numbers are set and the other `fields` stay. Raises
    `TooFewSeats`, `WrongNumberOfSeats`.
    """
    seating, _made = Seating.objects.get_or_create(
        event=event, defaults={"public_seats": 0, "reserve_seats": 0, **fields}
    )
    resize(seating, public_seats=public_seats, reserve_seats=reserve_seats)
    seating.refresh_from_db()
    return seating


@transaction.atomic
def resize(
    seating: Seating, *, public_seats: int, reserve_seats: int, **rules: object
) -> list[Registration]:
    """Set the numbers of seats, and other fields as `rules`; return who was promoted by it.

    New seats take the lowest unused numbers, seats are given up from the highest free number
    down, and nobody who has a seat is moved. Raises `TooFewSeats`, `WrongNumberOfSeats`.
    """
    if not (0 <= public_seats <= SEATS_MAX and 0 <= reserve_seats <= SEATS_MAX):
        raise WrongNumberOfSeats(SEATS_MAX)
    current = lock(seating.event_id)
    for kind, wanted in ((Seat.Kind.PUBLIC, public_seats), (Seat.Kind.RESERVE, reserve_seats)):
        _remove_seats(seating.event_id, kind, wanted)
    for kind, wanted in ((Seat.Kind.PUBLIC, public_seats), (Seat.Kind.RESERVE, reserve_seats)):
        _add_seats(seating.event_id, kind, wanted)
    current.public_seats = public_seats
    current.reserve_seats = reserve_seats
    for name, value in rules.items():
        setattr(current, name, value)
    current.save(update_fields=["public_seats", "reserve_seats", *rules])
    return seat_waiting(seating.event_id)


def _remove_seats(event_id: int, kind: Seat.Kind, wanted: int) -> None:
    seats = Seat.objects.filter(event_id=event_id, kind=kind)
    surplus = seats.count() - wanted
    if surplus <= 0:
        return
    taken = list(seats.taken().values_list("number", flat=True))
    if len(taken) > wanted:
        raise TooFewSeats(str(kind.label), wanted, taken)
    highest = seats.free().order_by("-number")[:surplus]
    Seat.objects.filter(pk__in=list(highest.values_list("pk", flat=True))).delete()


def _add_seats(event_id: int, kind: Seat.Kind, wanted: int) -> None:
    seats = Seat.objects.filter(event_id=event_id)
    missing = wanted - seats.filter(kind=kind).count()
    used = set(seats.values_list("number", flat=True))
    numbers = (n for n in range(1, len(used) + missing + 1) if n not in used)
    Seat.objects.bulk_create(
        Seat(event_id=event_id, kind=kind, number=number)
        for number, _n in zip(numbers, range(missing), strict=False)
    )
