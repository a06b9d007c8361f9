"""Changes of state: an app's services hold one table of them, its admin makes buttons from it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """A change of state: from which states it is possible, and to which it may lead."""

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


def may_follow(transitions: Iterable[Transition], before: str, after: str) -> bool:
    """Return whether one of the transitions leads from the one state to the other."""
    return any(before in one.sources and after in one.targets for one in transitions)
