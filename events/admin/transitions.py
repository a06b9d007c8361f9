"""A change of state in the admin: a button, and a page that says what it means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from unfold.decorators import action
from unfold.enums import ActionVariant

from events.transitions import Transition


@dataclass(frozen=True, kw_only=True)
class TransitionPage:
    """The words for a transition."""

    transition: Transition
    title: Any  # a lazy text
    explanation: Any
    icon: str
    is_main: bool = False  # what usually comes next: its button is seen, not under “Khác”

    @property
    def name(self) -> str:
        """The name of the transition, as its address has it."""
        return self.transition.name

    def is_possible_from(self, status: str | None) -> bool:
        """Return whether a row in this state can take it."""
        return status in self.transition.sources


def button(
    page: TransitionPage, permission: str, lead: Callable[[HttpRequest, str], HttpResponse]
) -> Any:
    """Return the button of a row's page that leads to the page of a transition."""
    variant = ActionVariant.PRIMARY if page.is_main else ActionVariant.DEFAULT

    def show(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        return lead(request, object_id)

    show.__name__ = f"{page.name}_one"  # by it the theme knows that it is asked about a row
    made = action(description=page.title, icon=page.icon, variant=variant, permissions=[permission])
    return made(show)


def possible_buttons(pages: Iterable[TransitionPage], status: str | None) -> set[str]:
    """Return the names of the buttons that are offered for a row in this state."""
    return {f"{page.name}_one" for page in pages if page.is_possible_from(status)}
