"""Official papers: the rules, the layout, and the way from HTML to PDF."""

from events.documents.kinds import KINDS, Kind, kind
from events.documents.paper import Draft, Paper, Sheet, letterhead, symbol_of
from events.documents.renderer import cached, render

__all__ = [
    "KINDS",
    "Draft",
    "Kind",
    "Paper",
    "Sheet",
    "cached",
    "kind",
    "letterhead",
    "render",
    "symbol_of",
]
