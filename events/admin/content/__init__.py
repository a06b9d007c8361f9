"""What the site tells about the contest, as organizers write it."""

from events.admin.content import downloads, news, pictures, questions, videos

__all__ = ["downloads", "news", "pictures", "questions", "videos"]
