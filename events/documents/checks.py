"""What contradicts itself, told before it is published or issued: a list that grows.

A check is a small function that looks at a ceremony and yields obstacles, each with a sentence, the
page where it is mended, and whether it stops. Each room registers its own; what needs two rooms is
registered by the roof:

    @check("programme")
    def signings(event: Event) -> Iterator[Obstacle]:
        ...
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from events.documents.paper import Obstacle
from events.models import Event

Check = Callable[[Event], Iterable[Obstacle]]
CHECKS: dict[str, list[Check]] = defaultdict(list)


def check(*papers: str) -> Callable[[Check], Check]:
    """Make a check known to the papers of these names."""

    def register(function: Check) -> Check:
        for paper in papers:
            CHECKS[paper].append(function)
        return function

    return register


def of(paper: str, event: Event) -> tuple[Callable[[], Iterable[Obstacle]], ...]:
    """Return the checks of a paper, to be asked when somebody wants to know."""
    return tuple(partial(function, event) for function in CHECKS[paper])


def found(paper: str, event: Event) -> list[Obstacle]:
    """Return what the checks of a paper find about a ceremony."""
    return [obstacle for ask in of(paper, event) for obstacle in ask()]
