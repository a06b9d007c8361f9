"""The days of a contest in their order: its milestones and its ceremonies, seen from today."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import get_language

from events.models.content.milestone import Milestone
from events.models.event import Event
from events.vietnamese import dates
from events.web.language import Words, words_of


class State(StrEnum):
    """Where a moment stands beside today."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"


@dataclass(frozen=True)
class Moment:
    """A milestone or a ceremony, in the language of the page as far as it has one.

    `event` is the ceremony, whose day may be one of those from `first` to `last`. Today's mark
    stands before the moment that `is_next`: the first to come, where nothing is now.
    """

    row: Milestone | Event
    title: Words
    description: Words
    first: datetime.date
    last: datetime.date
    state: State
    event: Event | None = None
    is_next: bool = False

    @property
    def key(self) -> str:
        """What tells it from others, in addresses and calendars."""
        return f"{'le' if self.event else 'moc'}-{self.row.pk}"

    @property
    def days(self) -> str:
        """The days in words, in the language of the page."""
        is_vietnamese = get_language() == "vi"
        if self.event and self.event.starts_at:
            start = timezone.localtime(self.event.starts_at)
            if not is_vietnamese:
                return written(start, "H:i, l j F Y")
            hour, day = dates.clock(start.time()), dates.span(start, start)
            return f"{hour}, {dates.weekday(start)}, {day}"
        days = dates.span(self.first, self.last) if is_vietnamese else _span(self.first, self.last)
        if self.event and self.first != self.last:
            return f"một ngày trong khoảng {days}" if is_vietnamese else f"one day of {days}"
        return days


@dataclass(frozen=True)
class Timeline:
    """All moments of a contest; `all_past` where today's mark stands behind the last."""

    moments: tuple[Moment, ...] = ()

    @property
    def all_past(self) -> bool:
        """Whether everything lies behind."""
        return all(moment.state is State.PAST for moment in self.moments)

    @classmethod
    def of(cls, contest_id: int | None, today: datetime.date | None = None) -> Self:
        """Return the days of a contest in two statements; a ceremony only when it is published."""
        today = today or timezone.localdate()
        moments = [*_milestones(contest_id, today), *_ceremonies(contest_id, today)]
        moments.sort(key=lambda moment: (moment.first, moment.last, moment.key))
        states = [moment.state for moment in moments]
        if State.NOW not in states and State.COMING in states:
            at = states.index(State.COMING)
            moments[at] = replace(moments[at], is_next=True)
        return cls(tuple(moments))


def _milestones(contest_id: int | None, today: datetime.date) -> Iterator[Moment]:
    for row in Milestone.objects.filter(contest_id=contest_id or 0):
        last = row.ends_on or row.starts_on
        yield Moment(
            row=row,
            title=words_of(row, "title"),
            description=words_of(row, "description"),
            first=row.starts_on,
            last=last,
            state=_state(row.starts_on, last, today),
        )


def _ceremonies(contest_id: int | None, today: datetime.date) -> Iterator[Moment]:
    for event in Event.objects.published().filter(contest_id=contest_id or 0):
        day = timezone.localdate(event.starts_at) if event.starts_at else None
        first, last = day or event.window_start, day or event.window_end
        if day is None and first != last:  # nobody knows whether it is today
            state = State.PAST if last < today else State.COMING
        else:
            state = _state(first, last, today)
        yield Moment(
            row=event,
            title=Words(event.title, "vi"),
            description=Words(event.venue, "vi"),
            first=first,
            last=last,
            state=state,
            event=event,
        )


def _state(first: datetime.date, last: datetime.date, today: datetime.date) -> State:
    if last < today:
        return State.PAST
    return State.NOW if first <= today else State.COMING


def _span(first: datetime.date, last: datetime.date) -> str:
    """Return days in English: 10 to 14 February 2025."""
    whole = written(last, "j F Y")
    if first == last:
        return whole
    if first.year != last.year:
        return f"{written(first, 'j F Y')} to {whole}"
    return f"{written(first, 'j F' if first.month != last.month else 'j')} to {whole}"
