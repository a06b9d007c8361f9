"""How long the programme is, and whether the draft says what is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import Contents, ProgrammeVersion
from agenda.models.difference import Difference, difference
from agenda.models.timetable import Length
from agenda.services import versions
from contest_portal.admin.overview.decision import Decision, page
from events.models import Event
from events.permissions import has_right


@dataclass(frozen=True, slots=True)
class Programme:
    """The draft of a ceremony beside the version that everybody sees."""

    event: Event
    items: int
    length: Length
    version: ProgrammeVersion | None
    changes: Difference  # what leads from the version to the draft
    may_publish: bool

    @property
    def stands(self) -> str:
        """How the draft stands to what is published, as a sentence."""
        if self.version is None:
            return _("Not published yet.")
        if not self.changes:
            text = _("The draft says what version %(number)s says.")
            return text % {"number": self.version.number}
        count = len(self.changes.lines) or 1
        text = ngettext(
            "The draft differs from version %(number)s: %(count)s change.",
            "The draft differs from version %(number)s: %(count)s changes.",
            count,
        )
        return text % {"number": self.version.number, "count": count}

    def decisions(self) -> Iterator[Decision]:
        """Return whether something is to be published."""
        if not self.may_publish or not self.items or self.event.is_over():
            return
        href = page("agenda_programmeversion_publish", self.event.pk)
        if self.version is None:
            yield Decision(_("The programme is not published yet."), href)
        elif self.changes:
            yield Decision(self.stands, href)


def read(user: Any, event: Event) -> Programme | None:
    """Return it in four statements, however many items and versions there are."""
    if not has_right(user, "agenda.view_programme", event):
        return None
    last, draft = versions.latest(event.pk), Contents.drafted(event)
    return Programme(
        event=event,
        items=len(draft.items),
        length=Length.of(draft.items),
        version=last,
        changes=difference(last.contents if last else None, draft),
        may_publish=has_right(user, "agenda.change_programme", event),
    )
