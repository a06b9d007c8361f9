"""Whom to call: one page for all who have not answered, fed by several apps.

The page is that of the invitations; what else stands on it registers a section here.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest


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


def shown(request: HttpRequest) -> list[tuple[str, Sequence[Any]]]:
    """Return the template and the rows of each section that has somebody to call."""
    sections = (section for section in SECTIONS.values() if section.may_see(request))
    found = ((section.template, section.rows(request)) for section in sections)
    return [(template, rows) for template, rows in found if rows]
