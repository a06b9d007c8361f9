"""Which ceremony it is, and how many days are left."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from events.models import Event, Plan
from events.permissions import has_right, may_print


@dataclass(frozen=True, slots=True)
class Ceremony:
    """The ceremony at hand; `first` and `last` are the days left, equal once the day is fixed."""

    event: Event
    first: int
    last: int
    may_edit: bool
    has_plan: bool  # whether its papers can be printed

    @property
    def days(self) -> str:
        """The number of days left as it is shown."""
        if self.last <= 0:
            return "0"
        return str(self.last) if self.first == self.last else f"{max(self.first, 0)}–{self.last}"

    @property
    def days_in_words(self) -> str:
        """What the number means."""
        if self.last < 0:
            return _("the ceremony is over")
        if self.last == 0:
            return _("the ceremony is today")
        if self.event.starts_at is None:
            return _("days to go, the day is not fixed yet")
        return ngettext("day to go", "days to go", self.last)

    def decisions(self) -> Iterator[Decision]:
        """Return what is still open of the ceremony itself."""
        if not self.may_edit or self.last < 0:
            return
        href = page("events_event_change", self.event.pk)
        if self.event.starts_at is None:
            yield Decision(_("Fix the day and the hour of the ceremony."), href)
        if not self.event.contact_shown:
            text = _(
                "Enter the contact of the ceremony: delegates and offices are told nobody whom "
                "they can ask."
            )
            yield Decision(text, href)


def read(user: Any, event: Event, today: datetime.date | None = None) -> Ceremony:
    """Return it; at most one statement."""
    today = today or timezone.localdate()
    last = event.last_day()
    first = last if event.starts_at else event.window_start
    return Ceremony(
        event=event,
        first=(first - today).days,
        last=(last - today).days,
        may_edit=has_right(user, "events.change_event", event),
        has_plan=may_print(user, event) and Plan.objects.filter(event=event).exists(),
    )
