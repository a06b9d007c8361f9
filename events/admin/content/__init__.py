"""What the site tells about the contest, as organizers write it."""

from events.admin.content import news, pictures

__all__ = ["news", "pictures"]
