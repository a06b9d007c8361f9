"""Seatings and seats with their counts, in one statement."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from events.models import Delegation, Event
from registrations.models import Invitation, Registration, Seat, Seating

Status = Registration.Status


@dataclass(frozen=True, slots=True)
class ByDelegation:
    """How many delegates of a delegation are in which state; the last one is of none."""

    delegation: Delegation | None
    confirmed: int = 0
    waiting: int = 0
    pending: int = 0


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Return the number of rows of the same ceremony, as a subquery."""
    same = rows.filter(event=OuterRef("event")).order_by().values("event")
    counted = same.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_counts(seatings: QuerySet[Seating]) -> QuerySet[Seating]:
    """Return the seatings with the numbers that an organizer looks for, in one query."""
    pending = Registration.objects.filter(status=Registration.Status.PENDING)
    return seatings.annotate(
        confirmed=_count(Registration.objects.filter(status=Registration.Status.CONFIRMED)),
        public_free=_count(Seat.objects.public().free()),
        public_taken=_count(Seat.objects.public().taken()),
        reserve_free=_count(Seat.objects.reserve().free()),
        reserve_taken=_count(Seat.objects.reserve().taken()),
        waiting=_count(Registration.objects.waiting()),
        pending=_count(pending),
    )


def with_seated(delegations: QuerySet[Delegation]) -> list[Any]:
    """Return the delegations, each with `seated`: how many of its delegates have public seats."""
    holders = Registration.objects.filter(
        delegation=OuterRef("pk"), seat__kind=Seat.Kind.PUBLIC
    ).order_by()
    counted = holders.values("delegation").annotate(count=Count("pk")).values("count")
    seated = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    return list(delegations.annotate(seated=seated).order_by("position"))


@dataclass(frozen=True, slots=True)
class Active:
    """The registrations of a ceremony that still count: how many of which delegation and state
    came on which day."""

    event: Event
    rows: list[tuple[int | None, str, datetime.date, int]]

    @classmethod
    def of(cls, event: Event) -> "Active":
        """Count them, in one statement."""
        rows = Registration.objects.active().filter(event=event).order_by()
        counted = rows.values_list("delegation", "status", TruncDate("created_at"))
        return cls(event, list(counted.annotate(Count("pk"))))

    def by_delegation(self) -> list[ByDelegation]:
        """Return the delegations in their order, then who belongs to none; one statement."""
        counts: dict[int | None, Counter[str]] = {}
        for delegation, status, _day, count in self.rows:
            counts.setdefault(delegation, Counter())[status] += count
        delegations = Delegation.objects.filter(event=self.event).order_by("position")
        found = [ByDelegation(one, **counts.get(one.pk, Counter())) for one in delegations]
        return found + ([ByDelegation(None, **counts[None])] if None in counts else [])

    def by_day(self) -> Counter[datetime.date]:
        """Return how many came on each day."""
        found: Counter[datetime.date] = Counter()
        for _delegation, _status, day, count in self.rows:
            found[day] += count
        return found


def answers_by_day(event: Event) -> Counter[datetime.date]:
    """Return how many invited offices answered last on each day; one statement."""
    answered = Invitation.objects.filter(event=event, replied_at__isnull=False).order_by()
    return Counter(dict(answered.values_list(TruncDate("replied_at")).annotate(Count("pk"))))
