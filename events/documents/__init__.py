"""Official papers: the rules, the layout, and the way from HTML to PDF."""

from events.documents.paper import Paper, letterhead, official
from events.documents.renderer import cached, render

__all__ = ["Paper", "cached", "letterhead", "official", "render"]
