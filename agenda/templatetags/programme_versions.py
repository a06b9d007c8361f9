"""What pages of the admin say about the published programme."""

from dataclasses import dataclass

from django import template

from agenda.models import ProgrammeVersion
from agenda.services import versions
from events.models import Event

register = template.Library()


@dataclass(frozen=True, slots=True)
class Published:
    """The last version, and at how many items the draft differs from it."""

    last: ProgrammeVersion | None
    items: int
    ceremony: bool  # whether hour or place of the ceremony differ

    @property
    def differs(self) -> bool:
        """Whether there is something to publish."""
        return bool(self.items or self.ceremony)


@register.simple_tag
def published(event: Event) -> Published:
    """Return what is published of a ceremony's programme; four statements."""
    last, found = versions.unpublished(event)
    return Published(last, len(found.lines), found.ceremony_changed)
