"""Forms of the plan's page: who signs, chosen from the committee; duties of units."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.admin.committee import SignerForm
from events.admin.ordered import OrderedRowForm
from events.models import CommitteeMember, Unit
from events.units import named
from events.vietnamese.signers import lines_above
from events.vietnamese.units import addressed

COMMITTEE = "Ban Tổ chức"


class PlanForm(SignerForm):
    """The plan; authority, office and name may be those of a member of the committee."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(self.instance.event_id)

    def signature(self, member: CommitteeMember) -> dict[str, str]:
        """Return the lines above the name, in capitals as papers print them, and the name."""
        lines = {"signer_office": member.office.upper(), "signer_name": member.name}
        above = lines_above(COMMITTEE, member.role)
        return {"authority": "\n".join(above), **lines} if above else lines


class DutyForm(OrderedRowForm):
    """A duty of a unit of its own ceremony: chosen, or the one that the printed words name."""

    event_id: int | None = None  # of the plan; set by its page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields.get("unit")
        if choice is not None:
            choice.queryset = Unit.objects.filter(event=self.event_id or 0)
            choice.help_text = _("Left open, it is the unit that the printed words name.")

    def save(self, commit: bool = True) -> Any:
        """Save the duty; where its words are new and no unit was chosen, find or make theirs."""
        duty = self.instance
        if "addressed_as" in self.changed_data and "unit" not in self.changed_data:
            duty.unit = named(duty.plan.event, addressed(duty.addressed_as))
        return super().save(commit)
