"""What must never be in the programme and the preparation."""

from collections.abc import Iterator

from events.invariants import missing_rules, unclean_texts


def violations() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    yield from missing_rules("agenda")
    yield from unclean_texts("agenda")
