"""Official papers: the rules, the layout, and the way from HTML to PDF."""

from events.documents.kinds import KINDS, Kind, kind
from events.documents.paper import (
    COMMITTEE,
    Draft,
    Obstacle,
    Paper,
    Sheet,
    Source,
    letterhead,
    symbol_of,
)
from events.documents.renderer import cached, render

__all__ = [
    "COMMITTEE",
    "KINDS",
    "Draft",
    "Kind",
    "Obstacle",
    "Paper",
    "Sheet",
    "Source",
    "cached",
    "kind",
    "letterhead",
    "render",
    "symbol_of",
]
