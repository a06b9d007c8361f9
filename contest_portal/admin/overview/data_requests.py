"""Requests of persons about their data that are to be answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from events.permissions import has_right_somewhere, own
from registrations.models import DataRequest


@dataclass(frozen=True, slots=True)
class Requests:
    """How many are open, of all ceremonies, and how many of these are late."""

    open: int
    overdue: int

    def decisions(self) -> Iterator[Decision]:
        """Return them in one sentence."""
        if not self.open:
            return
        text = ngettext(
            "%(count)s request about personal data is to be done.",
            "%(count)s requests about personal data are to be done.",
            self.open,
        ) % {"count": self.open}
        if self.overdue:
            text += " " + _("Overdue: %(count)s.") % {"count": self.overdue}
        href = page("registrations_datarequest_changelist", query="status__exact=open")
        yield Decision(text, href, is_late=self.overdue > 0)


def read(user: Any) -> Requests | None:
    """Return them in one statement."""
    if not has_right_somewhere(user, "registrations.view_datarequest"):
        return None
    rows = own(DataRequest.objects.open(), user, "registrations.view_datarequest")
    overdue = Count("pk", filter=Q(pk__in=DataRequest.objects.overdue()))
    return Requests(**rows.aggregate(open=Count("pk"), overdue=overdue))
