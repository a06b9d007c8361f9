"""Whom to call: one page for all who have not answered, fed by several apps.

The page is that of the invitations; what else stands on it registers a section here.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.admin.base import who_is
from events.vietnamese.text import clean_lines


class Section(ABC):
    """A part of the page: its rows, and the note of a call that was made."""

    name: ClassVar[str]  # what its forms send as `section`
    template: ClassVar[str]

    @abstractmethod
    def may_see(self, request: HttpRequest) -> bool:
        """Return whether the section is shown to who asks."""

    @abstractmethod
    def rows(self, request: HttpRequest) -> Sequence[Any]:
        """Return whom to call, in a constant number of statements."""

    @abstractmethod
    def note(self, request: HttpRequest) -> str:
        """Note a call that was made, with a message; return where on the page. Raises
        `PermissionDenied`."""


SECTIONS: dict[str, Section] = {}


def register(section: Section) -> None:
    """Put a section on the page."""
    SECTIONS[section.name] = section


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


def shown(request: HttpRequest) -> list[tuple[str, Sequence[Any]]]:
    """Return the template and the rows of each section that has somebody to call."""
    sections = (section for section in SECTIONS.values() if section.may_see(request))
    found = ((section.template, section.rows(request)) for section in sections)
    return [(template, rows) for template, rows in found if rows]
