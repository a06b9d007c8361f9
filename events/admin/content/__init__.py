"""What the site tells about the contest, as organizers write it."""

from events.admin.content import (
    appearance,
    downloads,
    milestones,
    news,
    pictures,
    questions,
    rules,
    videos,
)

__all__ = [
    "appearance",
    "downloads",
    "milestones",
    "news",
    "pictures",
    "questions",
    "rules",
    "videos",
]
