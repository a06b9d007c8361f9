"""Who sits where in the hall: row and chair of each seat, changed under the lock of the seating.

A person keeps the seat, which says that there is room; only the chair changes. Everything that
moves is written in one statement, at whose end the database checks that no chair is given twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_noop, ngettext

from events.audit.notes import note
from events.models import AuditEntry, Event
from registrations.errors import NO_HALL, SEAT_GONE, ChairTaken, NoSuchChair, NotAllowed
from registrations.models import HallRow, Seat, Seating
from registrations.services.locking import lock

Chair = tuple[HallRow | None, int | None]  # the row, and the number of the chair in it
BY_HAND = 2  # seats that one move concerns
ARRANGED = gettext_noop("seats that got another chair: %(count)s")
MOVED_BY_HAND = gettext_noop("seat %(seat)s, chair in the hall: %(before)s → %(after)s")
NO_CHAIR: Chair = (None, None)

MOVED = """
    UPDATE registrations_seat AS seat SET row_id = moved.row_id, chair = moved.chair
    FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[]) AS moved (id, row_id, chair)
    WHERE seat.id = moved.id
"""


@dataclass(frozen=True, slots=True)
class Arranged:
    """How many delegates were given a chair, and how many are without one."""

    placed: int
    without: int


@transaction.atomic
def arrange(event: Event, *, anew: bool = False) -> Arranged:
    """Give chairs by the order of protocol to confirmed delegates that have none yet.

    From the front backwards, in each row from the centre outwards; see
    `Registration.protocol_order`.
    With `anew` everybody is arranged anew. Seats that nobody holds get what is left, so that who
    registers later has a chair at once; where chairs are short, they give theirs up. Raises
    `NotAllowed`, `NoSeating`.
    """
    rows = _rows(lock(event.pk))
    if not rows:
        raise NotAllowed(NO_HALL)
    chairs: list[Chair] = [(row, number) for row in rows for number in row.from_centre()]
    seats = _seats(event.pk)
    held = sorted((seat for seat in seats if seat.holder), key=_protocol)
    empty = [seat for seat in seats if not seat.holder]
    given: dict[int, Chair] = {}
    kept = {} if anew else {_chair_of(seat): seat for seat in seats if seat.chair}
    standing = [seat for seat in held if anew or not seat.chair]
    free = [chair for chair in chairs if chair not in kept]
    for_later = [chair for chair in chairs if chair in kept and not kept[chair].holder]
    for seat, chair in zip(standing, [*free, *for_later], strict=False):
        given[seat.pk] = chair
    taken = set(given.values())
    left = iter([chair for chair in free if chair not in taken])
    for seat in empty:
        if anew or not seat.chair or _chair_of(seat) in taken:
            given[seat.pk] = next(left, NO_CHAIR)
    if anew:
        given = {seat.pk: NO_CHAIR for seat in seats} | given
    _write(seats, given)
    placed = min(len(standing), len(free) + len(for_later))
    return Arranged(placed=placed, without=len(standing) - placed)


@transaction.atomic
def swap(one: Seat, other: Seat) -> None:
    """Exchange the chairs of two seats of a ceremony. Raises `NotAllowed`, `NoSeating`."""
    lock(one.event_id)
    _exchange(_now(one.event_id, one.pk), _now(one.event_id, other.pk))


@transaction.atomic
def move(seat: Seat, row: str, chair: int) -> None:
    """Put a seat on a chair of the hall; who has that chair gets the former one of the seat.

    `row` is the name of the row, in any letters. Raises `NoSuchChair`, `NotAllowed`, `NoSeating`.
    """
    where = _find(_rows(lock(seat.event_id)), row, chair)
    current = _now(seat.event_id, seat.pk)
    sitting = Seat.objects.filter(row=where[0], chair=where[1]).select_related("row").first()
    if sitting is None:
        _write([current], {current.pk: where})
    else:
        _exchange(current, sitting)


@transaction.atomic
def assign(wanted: Mapping[int, tuple[str, int | None]]) -> None:
    """Put seats, by their keys, on the chairs asked for, all at once: so they can change places.

    A chair is asked for by the name of its row, in any letters, and its number; without a number,
    none is. Raises `ChairTaken`, `NoSuchChair`, `NotAllowed`.
    """
    found = Seat.objects.filter(pk__in=wanted).order_by("event")
    for event_id in list(found.values_list("event", flat=True).distinct()):
        seating = lock(event_id)
        seats = _seats(event_id)
        rows = _rows(seating)
        given = {
            seat.pk: _find(rows, *wanted[seat.pk], seat=seat.pk)
            for seat in seats
            if seat.pk in wanted
        }
        _refuse_doubles(seats, given)
        _write(seats, given)
    if found.count() < len(wanted):
        raise NotAllowed(SEAT_GONE)


def _refuse_doubles(seats: list[Seat], given: Mapping[int, Chair]) -> None:
    """Raise `ChairTaken` where two seats would have one chair; the fault lies with who comes."""
    at: dict[Chair, Seat] = {}
    for seat in sorted(seats, key=lambda seat: seat.pk in given):
        row, chair = where = given.get(seat.pk, _chair_of(seat))
        if row is None or chair is None:
            continue
        if where in at:
            raise ChairTaken(row.name, chair, by=at[where].number, seat=seat.pk)
        at[where] = seat


@transaction.atomic
def clear_chairs(seating: Seating, left: Mapping[int, int]) -> None:
    """Clear the chairs that are about to go from the hall.

    `left` tells for the key of each row concerned how many chairs it keeps, 0 for a row that goes.
    A seat that nobody holds loses its chair. Raises `NotAllowed`, `NoSeating`.
    """
    lock(seating.event_id)
    on_rows = [seat for seat in _seats(seating.event_id) if seat.row_id in left]
    gone = [seat for seat in on_rows if (seat.chair or 0) > left[seat.row_id or 0]]
    held = [seat for seat in gone if seat.holder]
    if held:
        raise NotAllowed(_held_text([seat.chair_name for seat in held]))
    _write(gone, {seat.pk: NO_CHAIR for seat in gone})


def _rows(seating: Seating) -> list[HallRow]:
    """Return the rows of the hall from the stage backwards."""
    return list(HallRow.objects.filter(seating=seating))


def _find(rows: list[HallRow], name: str, chair: int | None, *, seat: int = 0) -> Chair:
    """Return a chair of the hall; the name of its row in any letters. No number: no chair."""
    if chair is None:
        return NO_CHAIR
    if not rows:
        raise NotAllowed(NO_HALL)
    alike = [row for row in rows if row.name.casefold() == name.casefold()]
    row = next((row for row in alike if row.name == name), next(iter(alike), None))
    if row is None:
        raise NoSuchChair(name, chair, rows=[row.name for row in rows], seat=seat)
    if chair not in row.numbers():
        raise NoSuchChair(row.name, chair, last=row.chairs, seat=seat)
    return (row, chair)


def _seats(event_id: int) -> list[Seat]:
    rows = Seat.objects.filter(event_id=event_id).order_by("number")
    return list(rows.select_related("row", "registration__delegation"))


def _now(event_id: int, key: int) -> Seat:
    """Return a seat as it stands now. Needs the lock."""
    seat = Seat.objects.filter(event_id=event_id, pk=key).select_related("row").first()
    if seat is None:
        raise NotAllowed(SEAT_GONE)
    return seat


def _chair_of(seat: Seat) -> Chair:
    return (seat.row, seat.chair)


def _protocol(seat: Seat) -> tuple[float, int, int, int]:
    """Return the place of who holds the seat in the order of protocol; who came first is first."""
    return (*seat.registration.protocol_order, seat.registration.pk)


def _exchange(one: Seat, other: Seat) -> None:
    _write([one, other], {one.pk: _chair_of(other), other.pk: _chair_of(one)})


def _write(seats: Iterable[Seat], given: Mapping[int, Chair]) -> None:
    """Write the chairs of those seats that get another one, in one statement."""
    new = {
        seat.pk: given[seat.pk]
        for seat in seats
        if given.get(seat.pk, _chair_of(seat)) != _chair_of(seat)
    }
    if new:
        rows = [row.pk if row else None for row, _n in new.values()]
        chairs = [chair for _row, chair in new.values()]
        with connection.cursor() as cursor:
            cursor.execute(MOVED, [list(new), rows, chairs])
        _record([(seat, new[seat.pk]) for seat in seats if seat.pk in new])


def _record(moved: list[tuple[Seat, Chair]]) -> None:
    """Leave a line for each seat that was moved by hand, one for many together."""
    if len(moved) > BY_HAND:
        event = Event(pk=moved[0][0].event_id)
        note(AuditEntry.Act.ARRANGED, ARRANGED, about=event, count=len(moved))
        return
    for seat, now in moved:
        places = {"before": _place(_chair_of(seat)), "after": _place(now)}
        note(AuditEntry.Act.DONE, MOVED_BY_HAND, about=seat, seat=seat.number, **places)


def _place(chair: Chair) -> str:
    row, number = chair
    return f"{row.name}{number}" if row else "–"


def _held_text(chairs: list[str]) -> str:
    """Say that delegates sit on chairs that would go."""
    text = ngettext(
        "The rows cannot be changed like this: a delegate sits on a chair that would go "
        "(%(places)s). Move the delegate first.",
        "The rows cannot be changed like this: delegates sit on chairs that would go "
        "(%(places)s). Move them first.",
        len(chairs),
    )
    return text % {"places": "; ".join(chairs)}
