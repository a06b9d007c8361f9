"""Letters that wait or failed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from events.mail.sending import Queue, queue_state
from events.permissions import has_right


@dataclass(frozen=True, slots=True)
class Letters:
    """The outbox as it stands."""

    queue: Queue

    def decisions(self) -> Iterator[Decision]:
        """Return what an organizer has to look at."""
        if self.queue.stands_still:
            text = _("The outbox stands still.")
            href = page("events_letter_changelist", query="state=waiting")
            yield Decision(f"{text} {self.queue.last_error}".strip(), href, is_late=True)
        if self.queue.failed:
            text = ngettext(
                "%(count)s letter was refused by the mail server.",
                "%(count)s letters were refused by the mail server.",
                self.queue.failed,
            )
            href = page("events_letter_changelist", query="state=failed")
            yield Decision(text % {"count": self.queue.failed}, href)


def read(user: Any) -> Letters | None:
    """Return it in three statements, however many letters there are."""
    return Letters(queue_state()) if has_right(user, "events.view_letter") else None
