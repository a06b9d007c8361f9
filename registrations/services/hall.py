"""Who sits where in the hall: row and chair of each seat, changed under the lock of the seating.

A person keeps the seat, which says that there is room; only the chair changes. Everything that
moves is written in one statement, at whose end the database checks that no chair is given twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from events.models import Event
from registrations.errors import ChairsHeld, ChairTaken, NoHall, NoSuchChair, SeatGone
from registrations.models import HallRow, Registration, Seat, Seating
from registrations.services.locking import lock

Chair = tuple[str, int | None]  # name of the row, number; ("", None): no place

MOVED = """
    UPDATE registrations_seat AS seat SET "row" = moved."row", chair = moved.chair
    FROM unnest(%s::bigint[], %s::text[], %s::smallint[]) AS moved (id, "row", chair)
    WHERE seat.id = moved.id
"""


@dataclass(frozen=True, slots=True)
class Arranged:
    """How many delegates were given a chair, and how many are without one."""

    placed: int
    without: int


@transaction.atomic
def arrange(event: Event, *, anew: bool = False) -> Arranged:
    """Give chairs from front to back by protocol rank to confirmed delegates that have none yet.

    With `anew` everybody is arranged anew. Seats that nobody holds get what is left, so that who
    registers later has a chair at once; where chairs are short, they give theirs up. Raises
    `NoHall`, `NoSeating`.
    """
    rows = _rows(lock(event.pk))
    if not rows:
        raise NoHall
    chairs: list[Chair] = [(row.name, number) for row in rows for number in row.numbers()]
    seats = _seats(event.pk)
    held = sorted((seat for seat in seats if _holder(seat)), key=_protocol)
    empty = [seat for seat in seats if not _holder(seat)]
    given: dict[int, Chair] = {}
    kept = {} if anew else {(seat.row, seat.chair): seat for seat in seats if seat.chair}
    standing = [seat for seat in held if anew or not seat.chair]
    free = [chair for chair in chairs if chair not in kept]
    for_later = [chair for chair in chairs if chair in kept and not _holder(kept[chair])]
    for seat, chair in zip(standing, [*free, *for_later], strict=False):
        given[seat.pk] = chair
    taken = set(given.values())
    left = iter([chair for chair in free if chair not in taken])
    for seat in empty:
        has = (seat.row, seat.chair)
        if anew or not seat.chair or has in taken:
            given[seat.pk] = next(left, ("", None))
    if anew:
        given = {seat.pk: ("", None) for seat in seats} | given
    _write(seats, given)
    placed = min(len(standing), len(free) + len(for_later))
    return Arranged(placed=placed, without=len(standing) - placed)


@transaction.atomic
def swap(one: Seat, other: Seat) -> None:
    """Exchange the chairs of two seats of a ceremony. Raises `SeatGone`, `NoSeating`."""
    lock(one.event_id)
    _exchange(_now(one.event_id, one.pk), _now(one.event_id, other.pk))


@transaction.atomic
def move(seat: Seat, row: str, chair: int) -> None:
    """Put a seat on a chair of the hall; who has that chair gets the former one of the seat.

    Raises `NoSuchChair`, `NoHall`, `SeatGone`, `NoSeating`.
    """
    where = _find(_rows(lock(seat.event_id)), row, chair)
    current = _now(seat.event_id, seat.pk)
    sitting = Seat.objects.filter(event_id=seat.event_id, row=where[0], chair=where[1]).first()
    if sitting is None:
        _write([current], {current.pk: where})
    else:
        _exchange(current, sitting)


@transaction.atomic
def assign(wanted: Mapping[int, Chair]) -> None:
    """Put seats, by their keys, on the chairs asked for, all at once: so they can change places.

    Raises `ChairTaken`, `NoSuchChair`, `NoHall`, `SeatGone`.
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
        raise SeatGone


def _refuse_doubles(seats: list[Seat], given: Mapping[int, Chair]) -> None:
    """Raise `ChairTaken` where two seats would have one chair; the fault lies with who comes."""
    at: dict[Chair, Seat] = {}
    for seat in sorted(seats, key=lambda seat: seat.pk in given):
        where = given.get(seat.pk, (seat.row, seat.chair))
        if where in at:
            raise ChairTaken(where[0], where[1] or 0, by=at[where].number, seat=seat.pk)
        if where[1] is not None:
            at[where] = seat


@transaction.atomic
def follow_rows(seating: Seating, now: Mapping[str, tuple[str, int]]) -> None:
    """Let the seats follow what becomes of the rows of the hall.

    `now` tells for the name of each row that changes its new name and number of chairs, 0 for a
    row that goes. A seat that nobody holds loses its chair with it. Raises `ChairsHeld`,
    `NoSeating`.
    """
    lock(seating.event_id)
    seats = [seat for seat in _seats(seating.event_id) if seat.row in now]
    gone = [seat for seat in seats if (seat.chair or 0) > now[seat.row][1]]
    held = [seat for seat in gone if _holder(seat)]
    if held:
        raise ChairsHeld([seat.chair_name for seat in held])
    given: dict[int, Chair] = {seat.pk: (now[seat.row][0], seat.chair) for seat in seats}
    _write(seats, given | {seat.pk: ("", None) for seat in gone})


def _rows(seating: Seating) -> list[HallRow]:
    """Return the rows of the hall from the stage backwards."""
    return list(HallRow.objects.filter(seating=seating))


def _find(rows: list[HallRow], name: str, chair: int | None, *, seat: int = 0) -> Chair:
    """Return a chair of the hall; the name of its row in any letters. No chair: no place."""
    if chair is None:
        return ("", None)
    if not rows:
        raise NoHall
    alike = [row for row in rows if row.name.casefold() == name.casefold()]
    row = next((row for row in alike if row.name == name), next(iter(alike), None))
    if row is None:
        raise NoSuchChair(name, chair, rows=[row.name for row in rows], seat=seat)
    if chair not in row.numbers():
        raise NoSuchChair(row.name, chair, last=row.chairs, seat=seat)
    return (row.name, chair)


def _seats(event_id: int) -> list[Seat]:
    rows = Seat.objects.filter(event_id=event_id).select_related("registration__delegation")
    return list(rows.order_by("number"))


def _now(event_id: int, key: int) -> Seat:
    """Return a seat as it stands now. Needs the lock."""
    seat = Seat.objects.filter(event_id=event_id, pk=key).first()
    if seat is None:
        raise SeatGone
    return seat


def _holder(seat: Seat) -> Registration | None:
    return getattr(seat, "registration", None)


def _protocol(seat: Seat) -> tuple[bool, int, int, int]:
    """Return the place of who holds the seat in the order of protocol."""
    holder = seat.registration
    delegation = holder.delegation
    if delegation is None:
        return (True, 0, 0, holder.pk)
    return (False, delegation.protocol_rank, delegation.position, holder.pk)


def _exchange(one: Seat, other: Seat) -> None:
    there, here = (other.row, other.chair), (one.row, one.chair)
    _write([one, other], {one.pk: there, other.pk: here})


def _write(seats: Iterable[Seat], given: Mapping[int, Chair]) -> None:
    """Write the chairs of those seats that get another one, in one statement."""
    new = {
        seat.pk: given[seat.pk]
        for seat in seats
        if given.get(seat.pk, (seat.row, seat.chair)) != (seat.row, seat.chair)
    }
    if new:
        rows, chairs = [row for row, _n in new.values()], [chair for _row, chair in new.values()]
        with connection.cursor() as cursor:
            cursor.execute(MOVED, [list(new), rows, chairs])
