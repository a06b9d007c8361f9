"""Whether an organizer knows that a delegate of the public site is who the form says."""

from collections.abc import Iterable

from django.db import transaction

from registrations.models import Registration


@transaction.atomic
def mark(keys: Iterable[int], *, verified: bool) -> list[Registration]:
    """Write down that these were verified, or that they are not; return those that changed."""
    rows = Registration.objects.active().filter(pk__in=list(keys), erased_at=None)
    changed = list(rows.exclude(verified=verified).select_for_update().order_by("pk"))
    Registration.objects.filter(pk__in=[one.pk for one in changed]).update(verified=verified)
    return changed
