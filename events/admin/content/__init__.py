"""What the site tells about the contest, as organizers write it."""

from events.admin.content import milestones, news, pictures, rules

__all__ = ["milestones", "news", "pictures", "rules"]
