"""How many connections each web process has, in memory that all of them see.

The kernel gives a new connection to the process that asks first. In a rush one of three may so get
twenty of thirty-two clients, who then wait twice as long as the others. A process that has more
than another lets that one ask first, for a moment: what is wrong here delays, and never stops.
"""

import mmap
from collections.abc import Iterable

MOST = 64  # processes

_counts = memoryview(mmap.mmap(-1, 4 * MOST)).cast("i")
_taken = memoryview(mmap.mmap(-1, MOST))


class Share:
    """The count of one process; made before it is forked, so that its parent can end it."""

    def __init__(self, others: Iterable["Share"]) -> None:
        used = {other.place for other in others}
        self.place: int = next(place for place in range(MOST) if place not in used)
        for place in range(MOST):
            _taken[place] = place in used or place == self.place
        _counts[self.place] = 0

    def tell(self, connections: int) -> None:
        """Tell the others how many connections this process has now."""
        _counts[self.place] = connections

    def is_larger_than_another(self) -> bool:
        """Whether another process has fewer connections, by more than one."""
        own = _counts[self.place]
        return any(_taken[place] and _counts[place] < own - 1 for place in range(MOST))
