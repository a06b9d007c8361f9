"""Who is told of a new version of the programme: each room that knows people makes itself known."""

from dataclasses import dataclass
from typing import Any, Protocol

from agenda.models import ProgrammeVersion
from agenda.models.difference import Difference
from events.models import Event


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

    def tell(self, version: ProgrammeVersion, found: Difference) -> int:
        """Queue the letters, one for each person and version; return how many."""


AUDIENCES: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    """Make an audience known."""
    AUDIENCES[audience.name] = audience
