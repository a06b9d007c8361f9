"""Who has a seat, by state and by delegation, against the seats that there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from events.models import Event
from events.permissions import has_right
from registrations.models import Seating
from registrations.services.counts import Active, ByDelegation, with_counts
from registrations.services.sources import bursts
from registrations.services.waiting_list import stopped_because


@dataclass(frozen=True, slots=True)
class Gauge:
    """How full it is: a bar of 100 parts."""

    label: str
    taken: int
    all: int

    @property
    def width(self) -> float:
        """How much of 100 is taken."""
        return round(100 * self.taken / self.all, 1) if self.all else 0


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of a ceremony, with the counts that `with_counts` adds."""

    seating: Any
    delegations: list[ByDelegation]
    bursts: int
    stopped: str  # why nobody is promoted
    may_decide: bool
    may_see_seating: bool

    @property
    def gauges(self) -> list[Gauge]:
        """The public seats, and the hall as a whole."""
        seating = self.seating
        hall = seating.public_taken + seating.reserve_taken
        return [
            Gauge(_("Public seats"), seating.public_taken, seating.public_seats),
            Gauge(_("The whole hall"), hall, seating.public_seats + seating.reserve_seats),
        ]

    def decisions(self) -> Iterator[Decision]:
        """Return who waits for an organizer."""
        if not self.may_decide:
            return
        seating = self.seating
        line = page("registrations_waiting")
        if seating.pending:
            text = ngettext(
                "%(count)s registration awaits approval.",
                "%(count)s registrations await approval.",
                seating.pending,
            )
            href = page("registrations_registration_changelist", query="status__exact=pending")
            yield Decision(text % {"count": seating.pending}, href)
        if seating.waiting and seating.reserve_free:
            text = _("%(waiting)s on the waiting list, and %(free)s reserve seats are free.")
            figures = {"waiting": seating.waiting, "free": seating.reserve_free}
            yield Decision(text % figures, line)
        if seating.waiting and seating.public_free and self.stopped:
            text = _("%(waiting)s on the waiting list, though %(free)s public seats are free.")
            figures = {"waiting": seating.waiting, "free": seating.public_free}
            yield Decision(f"{text % figures} {self.stopped}", line)
        if self.bursts:
            text = ngettext(
                "%(count)s group of registrations came in a burst from one network.",
                "%(count)s groups of registrations each came in a burst from one network.",
                self.bursts,
            )
            yield Decision(text % {"count": self.bursts}, page("registrations_sources"))


def read(user: Any, event: Event, active: Active | None) -> Seats | None:
    """Return them in three statements at most; None where there are none, or may not be seen."""
    if active is None:
        return None
    seating = with_counts(Seating.objects.filter(event=event)).first()
    if seating is None:
        return None
    may_decide = has_right(user, "registrations.change_registration", event)
    return Seats(
        seating=seating,
        delegations=active.by_delegation(),
        bursts=bursts(seating) if may_decide else 0,
        stopped=stopped_because(seating, event),
        may_decide=may_decide,
        may_see_seating=has_right(user, "registrations.view_seating", event),
    )
