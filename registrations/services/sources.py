"""Public registrations that came from one network within an hour: looked at, taken back, let be.

A group goes on as long as each registration comes within an hour of the one before. Of the network
only a keyed digest is kept, one for each ceremony: equal for equal networks, and nothing else.
"""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db import transaction
from django.db.models import Count
from django.utils.crypto import salted_hmac

from events.models import Event
from registrations.models import Registration, Seating
from registrations.models.registration import QUEUE_ORDER, RegistrationQuerySet
from registrations.services import locking, transitions

HOUR = datetime.timedelta(hours=1)
SHOWN_FROM = 3  # registrations within an hour
# so many draw the organizers' attention: a tenth of the public seats, but not fewer than the one
# and not more than the other
FEWEST, MOST = 5, 12


@dataclass(frozen=True)
class TakenBack:
    """Who was cancelled, and who has a seat instead, each in the order of the line."""

    cancelled: list[Registration]
    promoted: list[Registration]


@transaction.atomic
def take_back(
    one: Registration, keys: Collection[int], *, reason: str = "", silently: bool = False
) -> TakenBack:
    """Cancel those of `keys` that came from the same source as `one`; the seats go on in order.

    Nobody of the group is promoted by it. What is cancelled already stays as it is, so to ask
    twice does nothing more. `silently`: no letter tells of it; who is seated instead is told all
    the same.
    """
    locking.lock(one.event_id)
    chosen = list(
        _of_source(one, keys).active().select_related("event", "seat").order_by(QUEUE_ORDER)
    )
    promoted = transitions.cancel_together(chosen, reason=reason, silently=silently)
    return TakenBack(chosen, promoted)


@transaction.atomic
def let_be(one: Registration, keys: Collection[int]) -> list[Registration]:
    """Forget of those of `keys` that they came from the same source as `one`; return whom.

    They hold what they hold, and nobody asks about them again.
    """
    locking.lock(one.event_id)
    chosen = list(_of_source(one, keys).order_by(QUEUE_ORDER))
    Registration.objects.filter(pk__in=[row.pk for row in chosen]).update(source="")
    return chosen


def _of_source(one: Registration, keys: Collection[int]) -> RegistrationQuerySet:
    same = Registration.objects.filter(event=one.event_id, source=one.source)
    return same.filter(pk__in=keys).exclude(source="")


def digest(event: Event, network: str) -> str:
    """Return what is kept of the network that a registration for this ceremony came from."""
    name = f"{event.pk}\n{network}"
    return salted_hmac("registrations.sources", name, algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Group:
    """Active registrations of one source, in the order in which they came."""

    keys: list[int]
    hours: list[datetime.datetime]

    @property
    def most(self) -> int:
        """How many came within an hour, wherever that hour begins."""
        first = most = 0
        for last, hour in enumerate(self.hours):
            while hour - self.hours[first] > HOUR:
                first += 1
            most = max(most, last - first + 1)
        return most

    @property
    def began(self) -> datetime.datetime:
        """When the first came."""
        return self.hours[0]

    @property
    def ended(self) -> datetime.datetime:
        """When the last came."""
        return self.hours[-1]

    def is_conspicuous(self, public_seats: int) -> bool:
        """Return whether so many within an hour are to be looked at."""
        return self.most >= conspicuous_from(public_seats)


def conspicuous_from(public_seats: int) -> int:
    """Return how many within an hour are to be looked at."""
    return min(max(public_seats // 10, FEWEST), MOST)


def groups(event_id: int, at_least: int = SHOWN_FROM) -> list[Group]:
    """Return the groups of a ceremony, the densest first, then the latest: one statement.

    `at_least` is how many must have come within an hour; sources of fewer are not read.
    """
    rows = Registration.objects.active().filter(event=event_id).exclude(source="").order_by()
    several = rows.values("source").annotate(count=Count("pk")).filter(count__gte=at_least)
    found = rows.filter(source__in=several.values("source")).order_by("source", "created_at", "pk")
    values = found.values_list("source", "pk", "created_at")
    made = [
        group
        for _source, of_source in groupby(values, key=lambda row: row[0])
        for group in _split([row[1:] for row in of_source])
        if group.most >= at_least
    ]
    return sorted(made, key=lambda group: (group.most, group.ended), reverse=True)


def bursts(seating: Seating) -> int:
    """Return how many groups of a ceremony draw the organizers' attention."""
    return len(groups(seating.event_id, conspicuous_from(seating.public_seats)))


def _split(rows: list[tuple[int, datetime.datetime]]) -> Iterator[Group]:
    """Yield the groups of one source."""
    breaks = [n for n, (one, other) in enumerate(pairwise(rows), 1) if other[1] - one[1] > HOUR]
    for start, end in pairwise([0, *breaks, len(rows)]):
        keys, hours = zip(*rows[start:end], strict=True)
        yield Group(list(keys), list(hours))
