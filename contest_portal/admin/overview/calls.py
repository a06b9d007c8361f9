"""Units that no letter reaches: somebody has to call."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from events.admin import chasing
from events.permissions import has_right_somewhere


@dataclass(frozen=True, slots=True)
class Calls:
    """How many are to be called, of all sections of the page of calls."""

    count: int

    def decisions(self) -> Iterator[Decision]:
        """Return them in one sentence."""
        if self.count:
            text = ngettext(
                "%(count)s unit with tasks that are due can only be reached by telephone.",
                "%(count)s units with tasks that are due can only be reached by telephone.",
                self.count,
            )
            href = page("registrations_invitation_follow_up")
            yield Decision(text % {"count": self.count}, href)


def read(request: HttpRequest) -> Calls | None:
    """Return it in a constant number of statements; the page shows it with the invitations."""
    if not has_right_somewhere(request.user, "registrations.view_invitation"):
        return None
    return Calls(sum(len(rows) for _template, rows in chasing.shown(request)))
