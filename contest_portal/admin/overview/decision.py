"""What waits for somebody to decide: a sentence, and the page on which it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that waits; `is_late` where it should have been done by now."""

    text: str
    href: str
    is_late: bool = False


class Block(Protocol):
    """A part of the page."""

    def decisions(self) -> Iterable[Decision]:
        """Return what of it waits for somebody."""


def page(name: str, *args: Any, query: str = "") -> str:
    """Return the address of a page of the admin."""
    address = reverse(f"admin:{name}", args=args)
    return f"{address}?{query}" if query else address


def gathered(blocks: Iterable[Block | None]) -> list[Decision]:
    """Return what waits in all blocks that somebody may see, what is late first."""
    found = [decision for block in blocks if block for decision in block.decisions()]
    return sorted(found, key=lambda decision: not decision.is_late)
