"""What the portal does by itself once a day: the last proven backup, and what failed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from contest_portal.operations import state
from events.permissions import has_right


@dataclass(frozen=True, slots=True)
class Daily:
    """How it stands with the daily operations."""

    overview: state.Overview

    def decisions(self) -> Iterator[Decision]:
        """Return what somebody has to look at."""
        href = page("contest_portal_operationrun_changelist")
        if self.overview.proof.problem:
            yield Decision(self.overview.proof.problem, href, is_late=True)
        for one in self.overview.states:
            if one.problem:
                yield Decision(f"{one.title}: {one.problem}", href, is_late=True)
        if count := self.overview.overdue_for_erasure:
            text = ngettext(
                "Personal data of %(count)s registration should have been erased by now.",
                "Personal data of %(count)s registrations should have been erased by now.",
                count,
            )
            yield Decision(text % {"count": count}, href, is_late=True)


def read(user: Any) -> Daily | None:
    """Return it in a few statements, however many runs there were."""
    return Daily(state.overview()) if has_right(user, "contest_portal.view_operationrun") else None
