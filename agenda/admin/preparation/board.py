"""The same tasks as a board by state, as a list, and week by week."""

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import PreparationTask
from agenda.models.preparation import Status
from events.vietnamese import dates

WEEK = datetime.timedelta(days=7)


@dataclass
class Card:
    """A task as it is shown; `previous` and `next` are the keys of its neighbours, 0 for none."""

    task: PreparationTask
    today: datetime.date
    previous: int = 0
    next: int = 0

    @property
    def due(self) -> str:
        """How the due day stands: `late`, `soon`, or nothing to be told."""
        if self.task.days_late(self.today):
            return "late"
        return "soon" if self.task.is_due_soon(self.today) else ""

    @property
    def due_words(self) -> str:
        """What is told of the due day, so that nobody has to see a colour."""
        if late := self.task.days_late(self.today):
            return ngettext("Late by %(days)d day", "Late by %(days)d days", late) % {"days": late}
        if not self.task.is_due_soon(self.today) or self.task.due_on is None:
            return ""
        left = (self.task.due_on - self.today).days
        if not left:
            return _("Due today")
        return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}


def cards(tasks: Iterable[PreparationTask], today: datetime.date) -> list[Card]:
    """Return the tasks as cards, each with those before and behind it."""
    made = [Card(task, today) for task in tasks]
    for one, other in itertools.pairwise(made):
        one.next, other.previous = other.task.pk, one.task.pk
    return made


def columns(tasks: Sequence[PreparationTask], today: datetime.date) -> list[dict[str, Any]]:
    """Return a column for each state: its key, name and cards."""
    return [
        {
            "key": status.value,
            "name": status.label,
            "cards": cards((task for task in tasks if task.status == status), today),
        }
        for status in Status
    ]


@dataclass
class Week:
    """A week with what is due in it; several empty ones in a row are one gap of `empty` weeks."""

    start: datetime.date | None
    cards: list[Card] = field(default_factory=list)
    is_now: bool = False
    empty: int = 0

    @property
    def name(self) -> str:
        """The week in words, Monday to Sunday."""
        if self.start is None:
            return _("Without a due day")
        end = self.start + datetime.timedelta(days=6)
        words = _("Week %(number)s: %(start)s to %(end)s")
        span = {"start": f"{self.start:%d/%m}", "end": dates.short(end)}
        return words % {"number": self.start.isocalendar().week, **span}


def weeks(tasks: Sequence[PreparationTask], today: datetime.date) -> list[Week]:
    """Return the weeks from the first due day to the last, this week among them."""
    found: dict[datetime.date, list[Card]] = {}
    for card in cards(tasks, today):
        if card.task.due_on is not None:
            found.setdefault(_monday(card.task.due_on), []).append(card)
    if not tasks:
        return []
    now = _monday(today)
    made: list[Week] = []
    for start in sorted({*found, now}):
        due = sorted(found.get(start, []), key=lambda card: card.task.due_on or today)
        gap = (start - made[-1].start) // WEEK - 1 if made and made[-1].start else 0
        if gap:
            made.append(Week(start - WEEK * gap, empty=gap))
        made.append(Week(start, due, is_now=start == now))
    if without := [card for card in cards(tasks, today) if card.task.due_on is None]:
        made.append(Week(None, without))
    return made


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def region(view: str, tasks: Sequence[PreparationTask]) -> dict[str, Any]:
    """Return what the chosen view shows of the tasks."""
    today = timezone.localdate()
    if view == "weeks":
        return {"weeks": weeks(tasks, today)}
    if view == "list":
        return {"cards": cards(tasks, today)}
    return {"columns": columns(tasks, today)}
