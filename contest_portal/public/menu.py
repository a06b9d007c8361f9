"""What the menu and the foot of the public pages offer, in their order: one list each."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from events.models import Event


def _not_over(event: Event | None) -> bool:
    return event is None or not event.is_over()


class Entry(NamedTuple):
    """A page of the menu.

    `shown` decides by the ceremony of the page, None where it has none; it must ask no database.
    """

    label: Any  # words, translated when they are shown
    url_name: str
    shown: Callable[[Event | None], bool] = lambda event: True


MENU = [
    Entry(_("Home page"), "home"),
    Entry(_("Programme"), "agenda:programme"),
    Entry(_("Rules"), "rules:shown"),
    Entry(_("News"), "news:posts"),
    Entry(_("Register"), "registrations:register", _not_over),
    Entry(_("Sponsors"), "sponsorship:sponsors"),
    Entry(_("Contact"), "contact:contact"),
    Entry(_("Search"), "search"),
]
FOOT = [
    Entry(_("Milestones"), "milestones:milestones"),
    Entry(_("Questions and answers"), "questions:questions"),
    Entry(_("Videos"), "videos:videos"),
    Entry(_("Documents"), "downloads:downloads"),
    Entry(_("Verify a paper"), "events:verification"),
    Entry(_("Personal data"), "personal_data"),
    Entry(_("Accessibility"), "accessibility"),
]
