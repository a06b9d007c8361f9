"""How the memoranda stand, and what has come of what was promised."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contest_portal.admin.overview.decision import Decision, page
from events.models import Event
from events.permissions import has_right
from events.vietnamese import amounts
from sponsorship.models import Memorandum
from sponsorship.services import Balance, balance

Status = Memorandum.Status


@dataclass(frozen=True, slots=True)
class Sponsors:
    """Memoranda in force by state; amounts for who may see contributions."""

    states: list[tuple[str, int]]
    drafts: int
    agreed: int
    balance: Balance | None
    may_decide: bool

    def decisions(self) -> Iterator[Decision]:
        """Return what is to be agreed on, signed, or asked for."""
        if not self.may_decide:
            return
        for count, text, state in (
            (
                self.drafts,
                ngettext(
                    "%(count)s draft of a memorandum is to be agreed on.",
                    "%(count)s drafts of memoranda are to be agreed on.",
                    self.drafts,
                ),
                Status.DRAFT,
            ),
            (
                self.agreed,
                ngettext(
                    "%(count)s memorandum is agreed on and to be signed.",
                    "%(count)s memoranda are agreed on and to be signed.",
                    self.agreed,
                ),
                Status.AGREED,
            ),
        ):
            if count:
                href = page("sponsorship_memorandum_changelist", query=f"status__exact={state}")
                yield Decision(text % {"count": count}, href)
        if self.balance and self.balance.overdue:
            text = _("Contributions are overdue: %(amount)s đồng.")
            href = page("sponsorship_instalment_changelist")
            figures = {"amount": amounts.figures(self.balance.overdue)}
            yield Decision(text % figures, href, is_late=True)


def read(user: Any, event: Event, today: datetime.date | None = None) -> Sponsors | None:
    """Return it in four statements, however many memoranda there are."""
    if not has_right(user, "sponsorship.view_memorandum", event):
        return None
    rows = Memorandum.objects.in_force().filter(event=event).order_by()
    counts = dict(rows.values_list("status").annotate(Count("pk")))
    sees_money = has_right(user, "sponsorship.view_instalment", event)
    return Sponsors(
        states=[(str(Status(state).label), counts[state]) for state in Status if state in counts],
        drafts=counts.get(Status.DRAFT, 0),
        agreed=counts.get(Status.AGREED, 0),
        balance=balance(event, today or timezone.localdate()) if sees_money else None,
        may_decide=has_right(user, "sponsorship.change_memorandum", event),
    )
