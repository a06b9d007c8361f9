"""What came from one network in a burst is taken back together, or is let be."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from registrations.models import Registration
from registrations.models.registration import LINE, RegistrationQuerySet
from registrations.services import locking, steps


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
    chosen = list(_of_source(one, keys).active().select_related("event", "seat").order_by(LINE))
    promoted = steps.cancel_together(chosen, reason=reason, silently=silently)
    return TakenBack(chosen, promoted)


@transaction.atomic
def let_be(one: Registration, keys: Collection[int]) -> list[Registration]:
    """Forget of those of `keys` that they came from the same source as `one`; return whom.

    They hold what they hold, and nobody asks about them again.
    """
    locking.lock(one.event_id)
    chosen = list(_of_source(one, keys).order_by(LINE))
    Registration.objects.filter(pk__in=[row.pk for row in chosen]).update(source="")
    return chosen


def _of_source(one: Registration, keys: Collection[int]) -> RegistrationQuerySet:
    same = Registration.objects.filter(event=one.event_id, source=one.source)
    return same.filter(pk__in=keys).exclude(source="")
