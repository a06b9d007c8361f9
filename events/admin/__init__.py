"""The admin of the ground: contest, ceremony, plan."""

from events.admin import contest, event, plan

__all__ = ["contest", "event", "plan"]
