"""Everything on the site that anybody can find: the search and the map for engines read it."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models.timetable import announced
from events.models import Event
from sponsorship.views import public_sponsors


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, or a part of one where the address has a fragment; in the language that is active."""

    title: str
    url: str  # a path, with a fragment for a part of a page
    kind: str = ""  # what the page is one of, as “News”
    text: str = ""  # what stands on it
    changed: datetime.datetime | datetime.date | None = None

    @property
    def is_page(self) -> bool:
        """Whether it is more than a part of a page."""
        return "#" not in self.url


def entries(event: Event | None) -> Iterator[Entry]:
    """Yield the pages of the ceremony that the site shows, and of its contest."""
    if event is None:
        return
    for tell in TELLERS:
        yield from tell(event)


def _home(event: Event) -> Iterator[Entry]:
    text = f"{event.summary}\n{event.when()}\n{event.venue}"
    yield Entry(event.title, reverse("home"), _("Home page"), text)


def _programme(event: Event) -> Iterator[Entry]:
    lines = [f"{item.title} {item.performer}" for item, _slot in announced(event)]
    bodies = [one.text for one in event.delegations.all()]
    yield Entry(_("Programme"), reverse("agenda:programme"), "", "\n".join([*lines, *bodies]))


def _registration(event: Event) -> Iterator[Entry]:
    yield Entry(_("Registration of delegates"), reverse("registrations:register"))
    yield Entry(_("Personal data"), reverse("personal_data"))
    yield Entry(_("Accessibility"), reverse("accessibility"))
    yield Entry(_("Verify a paper"), reverse("events:verification"))


def _sponsors(event: Event) -> Iterator[Entry]:
    shown = [one.sponsor for _tier, tier in public_sponsors(event) for one in tier]
    text = "\n".join(f"{one.name} {one.introduction}" for one in shown)
    yield Entry(_("Sponsors"), reverse("sponsorship:sponsors"), "", text)


TELLERS: list[Callable[[Event], Iterator[Entry]]] = [_home, _programme, _registration, _sponsors]
