"""What must never be in the programme and the preparation."""

from collections.abc import Iterator

from events.audit.coverage import rules
from events.invariants import missing_rules, unclean_texts

TRIGGERS = [
    ("agenda_programmeversion", "published_is_published"),
    ("agenda_taskupdate", "reported_is_reported"),
    ("agenda_taskfile", "reported_is_reported"),
]


def violations() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    yield from missing_rules("agenda", *TRIGGERS, *rules("agenda"))
    yield from unclean_texts("agenda")
