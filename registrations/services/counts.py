"""Seatings and seats with their counts, in one statement."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.models import Delegation
from registrations.models import Registration, Seat, Seating


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
