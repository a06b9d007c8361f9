"""Who is told of a new version of the programme: each room that knows people makes itself known."""

from dataclasses import dataclass
from typing import Any, Protocol

from agenda.models import ProgrammeVersion
from agenda.models.difference import Difference
from events.models import Event
from events.vietnamese.names import fold

Person = tuple[str, str]  # name and address, as they are compared


def person(name: str, address: str) -> Person:
    """Return who is meant: an office may have one address for many."""
    return fold(name), address.casefold()


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a letter of a new version would reach."""

    reached: list[tuple[str, str]]  # name and address of each
    silent: list[str]  # names of those who have no address: somebody calls them
    remark: str = ""  # what the publisher must know about it


class Audience(Protocol):
    """People who can be told of a new version."""

    name: str  # of the box that chooses it
    label: Any  # what the box says
    by_default: bool  # whether the box is ticked unless somebody unticks it
    permission: str  # of who may read the names

    def reach(self, event: Event, found: Difference) -> Reach:
        """Return whom a letter would reach, in a constant number of statements."""

    def tell(self, version: ProgrammeVersion, found: Difference, told: set[Person]) -> None:
        """Queue the letters to all but those who are `told` already, and add who gets one."""


AUDIENCES: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    """Make an audience known."""
    AUDIENCES[audience.name] = audience


def in_turn() -> list[Audience]:
    """Return the audiences, those whom it concerns most first: each person gets one letter."""
    return sorted(AUDIENCES.values(), key=lambda audience: not audience.by_default)
