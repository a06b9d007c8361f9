"""Answers over time: delegates and offices, as a curve and as numbers."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import ngettext

from contest_portal.admin.overview.curve import Curve, draw
from contest_portal.admin.overview.decision import Decision, page
from events.models import Event
from events.permissions import has_right
from registrations.models import Invitation
from registrations.services.counts import Active, answers_by_day


@dataclass(frozen=True, slots=True)
class Day:
    """What came on a day, and all that had come by its end."""

    day: datetime.date
    registered: int
    registered_by_then: int
    answered: int
    answered_by_then: int


@dataclass(frozen=True, slots=True)
class Invited:
    """Of invited offices: all, without an answer, past their last day, letters refused."""

    all: int
    unanswered: int
    late: int
    refused: int


@dataclass(frozen=True, slots=True)
class Answers:
    """The days on which something came, and the line through all days up to today."""

    days: list[Day]
    curve: Curve | None  # None while nothing has come
    invited: Invited | None  # None for who may not see invitations
    may_write: bool

    def decisions(self) -> Iterator[Decision]:
        """Return which offices are to be called or written to again."""
        if self.invited is None or not self.may_write:
            return
        if self.invited.late:
            text = ngettext(
                "%(count)s invited office has let its last day for the answer pass.",
                "%(count)s invited offices have let their last day for the answer pass.",
                self.invited.late,
            )
            href = page("registrations_invitation_follow_up")
            yield Decision(text % {"count": self.invited.late}, href, is_late=True)
        if self.invited.refused:
            text = ngettext(
                "The letter to %(count)s invited office was refused by the mail server.",
                "The letters to %(count)s invited offices were refused by the mail server.",
                self.invited.refused,
            )
            href = page("registrations_invitation_changelist")
            yield Decision(text % {"count": self.invited.refused}, href)


def read(user: Any, event: Event, active: Active | None) -> Answers | None:
    """Return them in four statements, however many came; `active` only for who may see them."""
    if active is None:
        return None
    today = timezone.localdate()
    sees_offices = has_right(user, "registrations.view_invitation", event)
    registered = active.by_day()
    answered = answers_by_day(event) if sees_offices else Counter()
    days = sorted({*registered, *answered})
    found = [
        Day(day, registered[day], all_registered, answered[day], all_answered)
        for day, all_registered, all_answered in zip(
            days,
            accumulate(registered[day] for day in days),
            accumulate(answered[day] for day in days),
            strict=True,
        )
    ]
    lines = [[(day.day, day.registered_by_then) for day in found]]
    if sees_offices:
        lines.append([(day.day, day.answered_by_then) for day in found])
    return Answers(
        days=found,
        curve=draw(lines, today) if found else None,
        invited=_invited(event, today) if sees_offices else None,
        may_write=has_right(user, "registrations.change_invitation", event),
    )


def _invited(event: Event, today: datetime.date) -> Invited:
    rows = Invitation.objects.filter(event=event)
    unanswered = rows.unanswered().order_by()
    counts = unanswered.aggregate(
        unanswered=Count("pk"), late=Count("pk", filter=Q(deadline__lt=today))
    )
    return Invited(all=rows.count(), refused=unanswered.refused().count(), **counts)
