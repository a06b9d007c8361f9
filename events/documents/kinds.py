"""Which kinds of paper there are: each is one function, found by its name.

A new kind of paper is a template, a function and a test:

    @kind("invitation-list", _("List of invitations"), permission="registrations.view_invitation")
    def invitation_list(event: Event) -> Draft:
        return Draft("registrations/pdf/invitation_list.html", Sheet(kind="…"), {"rows": …})

`print_document`, the page of papers in the admin and, with `issued=True`, the register then know
it. The test runs `tests.papers.CHECKS` on the result of a `Paper`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise

from events.documents.bundles import Batch
from events.documents.paper import Draft
from events.models import Event


@dataclass(frozen=True)
class Kind:
    """A kind of paper."""

    name: str  # as `print_document` calls it
    label: str | Promise
    compose: Callable[..., Draft]
    permission: str  # who may print it
    issued: bool  # whether the register gives it a number
    several: Callable[[Event], Iterable[tuple[int, str]]] | None  # (key, name) of each paper
    bundled: Callable[[Event], Batch] | None = None  # one for each of many people: all of them
    printed: Callable[[Event, int], Draft] | None = None  # as handed out, where that differs

    @property
    def is_bundled(self) -> bool:
        """Whether one click prints many; a template would call `bundled`."""
        return self.bundled is not None

    def batch(self, event: Event, key: int) -> Batch | None:
        """Return all papers of a ceremony, where key 0 means them. Raises as `draft`."""
        return self.bundled(event) if self.bundled and not key else None

    def draft(self, event: Event, key: int = 0) -> Draft:
        """Return the paper of a ceremony; `key` tells which, where there are several.

        Raises `ObjectDoesNotExist` where the ceremony has no such paper.
        """
        if self.several or self.bundled:
            return self.compose(event, key)
        if key:
            raise ObjectDoesNotExist
        return self.compose(event)

    def copy(self, event: Event, key: int = 0) -> Draft:
        """Return the paper as it is printed for use. Raises as `draft`."""
        return self.printed(event, key) if self.printed and key else self.draft(event, key)


KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    label: str | Promise,
    *,
    permission: str = "events.view_plan",
    issued: bool = False,
    several: Callable[[Event], Iterable[tuple[int, str]]] | None = None,
    bundled: Callable[[Event], Batch] | None = None,
    printed: Callable[[Event, int], Draft] | None = None,
) -> Callable[[Callable[..., Draft]], Callable[..., Draft]]:
    """Make the function that composes a paper known under `name`."""

    def register(compose: Callable[..., Draft]) -> Callable[..., Draft]:
        KINDS[name] = Kind(name, label, compose, permission, issued, several, bundled, printed)
        return compose

    return register
