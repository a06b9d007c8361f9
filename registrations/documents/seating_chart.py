"""The hall as a picture: its rows from the stage backwards, and who sits on each chair."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.documents import Draft, Sheet, kind
from events.models import Delegation, Event
from registrations.models import HallRow, Registration, Seat


@dataclass(frozen=True)
class Chair:
    """A chair of the hall and the seat that has it; a seat that has none is without row."""

    row: HallRow | None
    number: int
    seat: Seat | None
    mark: int | None  # of the delegation, as the legend has it: 1 is the highest in protocol

    @property
    def holder(self) -> Registration | None:
        """Who sits here."""
        return self.seat.holder if self.seat else None

    @property
    def short(self) -> str:
        """The name as it fits on a chair."""
        return initials(self.holder.name) if self.holder else ""

    @property
    def about(self) -> str:
        """Who sits here, with all that an organizer asks."""
        return about(self.holder) if self.holder else ""

    @property
    def key(self) -> str:
        """What the form of the plan sends: the seat, or the bare chair."""
        if self.seat is not None:
            return f"seat-{self.seat.pk}"
        return f"chair-{self.row.pk}-{self.number}" if self.row else ""


@dataclass(frozen=True)
class Hall:
    """All chairs of a ceremony, who has none, and which delegations sit there."""

    rows: list[tuple[HallRow, list[Chair]]]
    unplaced: list[Chair] = field(default_factory=list)  # seats of delegates without a chair
    delegations: list[tuple[int, Delegation, int]] = field(default_factory=list)  # with mark, size
    out_of_order: frozenset[int] = frozenset()  # keys of seats, see `seats_out_of_order`

    @property
    def chairs(self) -> list[Chair]:
        """All chairs, front to back."""
        return [chair for _row, chairs in self.rows for chair in chairs]

    @property
    def sitting(self) -> int:
        """How many delegates have a chair."""
        return sum(chair.holder is not None for chair in self.chairs)


def hall_of(event: Event) -> Hall:
    """Return the hall of a ceremony; two statements, whatever its size."""
    seats = list(
        Seat.objects.filter(event=event)
        .select_related("registration__delegation")
        .order_by("number")
    )
    at = {(seat.row_id, seat.chair): seat for seat in seats}
    delegations = list(_delegations(seats))
    marks = {delegation.pk: mark for mark, delegation, _count in delegations}

    def chair(row: HallRow | None, number: int, seat: Seat | None) -> Chair:
        holder = seat.holder if seat else None
        return Chair(row, number, seat, marks.get(holder.delegation_id or 0) if holder else None)

    rows = [
        (row, [chair(row, number, at.get((row.pk, number))) for number in row.numbers()])
        for row in HallRow.objects.filter(seating__event=event)
    ]
    return Hall(
        rows=rows,
        unplaced=[chair(None, 0, seat) for seat in seats if not seat.chair and seat.holder],
        delegations=delegations,
        out_of_order=seats_out_of_order(
            [seat for chair in chairs if (seat := chair.seat) and chair.holder]
            for _row, chairs in rows
        ),
    )


def seats_out_of_order(rows: Iterable[list[Seat]]) -> frozenset[int]:
    """Return the keys of held seats that break the order of protocol, as few as explain it.

    `rows` from the stage backwards. In order is who has nobody of higher rank in a row behind and
    nobody of lower rank in a row before; without those returned, the rest are a longest sequence
    in order (Schensted, 1961). A chair goes on with the seat of who cancels, so the next may sit
    in front of a vice-chairman.
    """
    line = [(_rank(seat), seat.pk) for seats in rows for seat in sorted(seats, key=_rank)]
    ends: list[int] = []  # for each length, where in the line its sequence of lowest rank ends
    before: list[int] = []
    for index, (rank, _key) in enumerate(line):
        length = bisect_right(ends, rank, key=lambda end: line[end][0])
        before.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [index]
    kept, index = set(), ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return frozenset(key for index, (_rank_, key) in enumerate(line) if index not in kept)


def _rank(seat: Seat) -> tuple[float, int, int]:
    return seat.registration.protocol_order


def initials(name: str) -> str:
    """Return a full name as it fits on a chair: “Nguyễn Thị Hòa” gives “N.T. Hòa”."""
    *family, given = name.split() or [""]
    return " ".join(filter(None, ["".join(f"{word[:1].upper()}." for word in family), given]))


def about(registration: Registration) -> str:
    """Return who sits there, with all that an organizer asks."""
    person = f"{registration.get_honorific_display()} {registration.name}".strip()
    texts = [person, registration.position, registration.organisation]
    if registration.delegation:
        texts.append(
            _("%(delegation)s (protocol rank %(rank)d)")
            % {
                "delegation": registration.delegation.name,
                "rank": registration.delegation.protocol_rank,
            }
        )
    return ", ".join(filter(None, texts))


def _delegations(seats: list[Seat]) -> Iterator[tuple[int, Delegation, int]]:
    """Return the delegations that hold seats in the order of protocol, each with its mark."""
    holders = [holder for seat in seats if (holder := seat.holder)]
    counts = Counter(holder.delegation for holder in holders if holder.delegation)
    in_order = sorted(counts, key=lambda delegation: delegation.protocol_order)
    for mark, delegation in enumerate(in_order, start=1):
        yield mark, delegation, counts[delegation]


CHAIRS_IN_A_LINE = 16  # more would leave no room for names; longer rows go on in the next line


@kind("hall", gettext_lazy("Plan of the hall"), permission="registrations.view_seat")
def hall(event: Event) -> Draft:
    """Compose the plan of the hall: who sits where, the stage at the top."""
    found = hall_of(event)
    lines = list(_lines(found))
    widest = max((len(chairs) for _row, chairs in lines), default=0)
    body = {
        "lines": [
            (row, (widest - len(chairs)) // 2, chairs, (widest - len(chairs) + 1) // 2)
            for row, chairs in lines
        ],
        "widest": widest,
        "delegations": found.delegations,
        "unplaced": [chair.holder for chair in found.unplaced],
        "sitting": found.sitting,
        "printed": f"{timezone.localtime():%H:%M ngày %d/%m/%Y}",
    }
    sheet = Sheet(kind="SƠ ĐỒ CHỖ NGỒI", subject=event.title, landscape=True)
    return Draft("registrations/pdf/hall.html", sheet, body, private=True)


def _lines(found: Hall) -> Iterator[tuple[HallRow, list[Chair]]]:
    for row, chairs in found.rows:
        for start in range(0, len(chairs), CHAIRS_IN_A_LINE):
            yield row, chairs[start : start + CHAIRS_IN_A_LINE]
