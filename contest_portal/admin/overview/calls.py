"""Units that no letter reaches: somebody has to call."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from events.admin import chasing
from events.models import Event
from events.permissions import has_right


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
            href = page("registrations_invitation_follow_up", query="section=units&state=call")
            yield Decision(text % {"count": self.count}, href)


def read(request: HttpRequest, event: Event) -> Calls | None:
    """Return it in a constant number of statements; the page shows it with the invitations."""
    if not has_right(request.user, "registrations.view_invitation", event):
        return None
    return Calls(chasing.to_call(request, event, "units"))
