"""Whom to call or to remind: one list of all who are awaited, fed by several apps.

The page is that of the invitations; what else stands on it registers a section here.
"""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.base import who_is
from events.admin.sending import listed
from events.models import Event, Letter
from events.vietnamese.names import fold
from events.vietnamese.text import clean_lines

STATES = {
    "late": gettext_lazy("overdue"),
    "call": gettext_lazy("reached by telephone only"),
    "never": gettext_lazy("never reminded"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is filtered by."""

    section: str = ""
    delegation: int = 0
    state: str = ""
    typed: str = ""

    @property
    def words(self) -> list[str]:
        """What is looked for, without accents."""
        return fold(self.typed).split()


@dataclass(frozen=True, slots=True)
class Told:
    """The last letter to somebody, and how often they were reminded by letter."""

    at: datetime.datetime | None = None
    state: str = ""
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who is awaited."""

    pk: int
    section: "Section"
    url: str
    organisation: str
    contact: str
    phone: str  # E.164
    phone_shown: str
    email: str
    waits: list[str]
    deadline: datetime.date | None
    is_late: bool
    told: Told
    calls: Sequence[Any]
    text: str  # to be sent by any means
    row: Any
    group: str = ""  # the delegation
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the forms of the page send for it."""
        return f"{self.section.name}-{self.pk}"

    @property
    def copied(self) -> str:
        """Return the row as a line of text."""
        parts = [self.organisation, self.contact, self.phone_shown, self.email, *self.waits]
        return "; ".join(filter(None, parts))


class Section(ABC):
    """A part of the list: its rows, and what is done about them."""

    name: ClassVar[str]  # what forms send as `section`
    label: ClassVar[Any]
    more: ClassVar[str]  # the template of what stands in an unfolded row besides text and calls
    new_deadline: ClassVar[Any]  # what the history says, with `%(day)s` and `%(before)s`

    @abstractmethod
    def may_see(self, request: HttpRequest, row: Any) -> bool:
        """Return whether the section of a ceremony, or of a row's, is shown to who asks."""

    @abstractmethod
    def found(self, event: Event, wanted: Wanted) -> Any:
        """Return what the filter lets through, to be counted and cut; in few statements."""

    @abstractmethod
    def why_none(self, event: Event) -> str:
        """Return why nobody is awaited, as a sentence; asked only where `found` is empty."""

    @abstractmethod
    def lines(self, request: HttpRequest, rows: Sequence[Any]) -> list[Line]:
        """Return the lines of some rows of `found`, in a constant number of statements."""

    @abstractmethod
    def numbers(self, found: Any) -> Iterable[tuple[str, str]]:
        """Return telephone (E.164) and e-mail address of all rows of `found`."""

    @abstractmethod
    def may_note(self, request: HttpRequest, row: Any) -> bool:
        """Return whether who asks may note a call."""

    @abstractmethod
    def note(self, request: HttpRequest) -> str:
        """Note a call that was made, with a message; return where on the page. Raises
        `PermissionDenied`."""

    @abstractmethod
    def may_remind(self, request: HttpRequest, row: Any) -> bool:
        """Return whether who asks may remind, and set deadlines."""

    @abstractmethod
    def remind(self, request: HttpRequest, event: Event, rows: Sequence[Any]) -> None:
        """Write to who is awaited; tell who gets no letter, and why."""

    @abstractmethod
    def set_deadline(
        self, event: Event, rows: Sequence[Any], day: datetime.date
    ) -> Sequence[tuple[Model, datetime.date | None]]:
        """Give a common deadline; return what changed, each with the day before."""

    @abstractmethod
    def tell_deadline(self, request: HttpRequest, event: Event, rows: Sequence[Any]) -> None:
        """Write the deadline of now to who is awaited; tell who gets no letter, and why."""


SECTIONS: dict[str, Section] = {}


def register(section: Section) -> None:
    """Put a section on the page."""
    SECTIONS[section.name] = section


def shown(request: HttpRequest, event: Event | None) -> list[Section]:
    """Return the sections that who asks may see, always in one order: so they are locked."""
    ordered = [section for _name, section in sorted(SECTIONS.items())]
    return [section for section in ordered if event and section.may_see(request, event)]


def to_call(request: HttpRequest, event: Event, section: str) -> int:
    """Return how many of a section can be reached by telephone only; 0 for who may not see it."""
    found = SECTIONS.get(section)
    if found is None or not found.may_see(request, event):
        return 0
    return count_of(found.found(event, Wanted(state="call")))


def count_of(found: Any) -> int:
    """Return how many rows there are, of a QuerySet or a list."""
    return len(found) if isinstance(found, list) else int(found.count())


def told(kinds: Sequence[str], keys: Iterable[int], reminders: Sequence[str]) -> dict[int, Told]:
    """Return of rows the last letter of some kinds, and the number of `reminders`; one statement.

    What is overtaken was told to nobody.
    """
    letters = Letter.objects.filter(kind__in=kinds, about__in=list(keys))
    rows = letters.exclude(status=Letter.State.OVERTAKEN).order_by("pk")
    found: dict[int, Told] = {}
    for about, kind, status, sent_at, made_at in rows.values_list(
        "about", "kind", "status", "sent_at", "created_at"
    ):
        count = found.get(about, Told()).reminders + (kind in reminders)
        found[about] = Told(sent_at or made_at, str(Letter.State(status).label), count)
    return found


def note_call(request: HttpRequest, row: Any, *, gone: str) -> bool:
    """Add what was said to the `calls` of a row, with a message; return whether it was noted.

    `gone` tells back what was said where the row is None: it has been removed meanwhile.
    """
    said = clean_lines(request.POST.get("said", ""))
    if not said:
        messages.error(request, _("Please write what was said."))
    elif row is None:
        messages.error(request, gone % {"said": said})
    else:
        row.calls.create(caller=who_is(request.user), said=said)
        text = _("The call to %(organisation)s is noted.")
        messages.success(request, text % {"organisation": row})
        return True
    return False


def note_deadlines(
    request: HttpRequest,
    section: Section,
    changed: Iterable[tuple[Model, datetime.date | None]],
    day: datetime.date,
) -> None:
    """Write into the history of each row that has another deadline which one it had."""
    user: Any = request.user
    by_day: dict[datetime.date | None, list[Model]] = {}
    for row, before in changed:
        by_day.setdefault(before, []).append(row)
    for before, rows in by_day.items():
        text = section.new_deadline % {
            "day": f"{day:%d/%m/%Y}",
            "before": f"{before:%d/%m/%Y}" if before else "–",
        }
        LogEntry.objects.log_actions(user.pk, rows, CHANGE, change_message=text)


def tell_left_out(request: HttpRequest, text: str, names: Sequence[str]) -> None:
    """Name who gets no letter; `text` says why, with `%(names)s`."""
    if names:
        messages.warning(request, text % {"names": listed(names)})
