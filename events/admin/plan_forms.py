"""Forms of the plan's page: who signs, chosen from the committee; duties of units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from events.admin.fresh_forms import FreshForm
from events.admin.ordered import OrderedRowForm
from events.models import CommitteeMember, Unit
from events.vietnamese.signers import lines_above

COMMITTEE = "Ban Tổ chức"


class PlanForm(FreshForm):
    """The plan; a member of the committee that is chosen fills in the lines of the signature."""

    signer = forms.ModelChoiceField(
        label=_("Fill in from the committee"),
        queryset=CommitteeMember.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_(
            "Choose who signs and save: authority, office and name below are then those of this "
            "member, and can still be changed. Nothing chosen, nothing changes."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields.get("signer")
        if choice is not None and self.instance.pk:
            members = CommitteeMember.objects.filter(event=self.instance.event_id)
            choice.queryset = members.filter(body=CommitteeMember.Body.COMMITTEE)
            choice.label_from_instance = _named

    def clean(self) -> dict[str, Any]:
        """Put the member who was chosen into the lines of the signature."""
        values = super().clean() or self.cleaned_data
        if member := values.get("signer"):
            for name, text in _signature(member).items():
                values[name] = text
                self.changed_data.append(name)
        return values


def _named(member: Any) -> str:
    return ", ".join(filter(None, [member.name, member.role, member.office]))


def _signature(member: CommitteeMember) -> dict[str, str]:
    """Return the lines above the name, in capitals as papers print them, and the name."""
    lines = {"signer_office": member.office.upper(), "signer_name": member.name}
    above = lines_above(COMMITTEE, member.role)
    return {"authority": "\n".join(above), **lines} if above else lines


class DutyForm(OrderedRowForm):
    """A duty, which may point to a unit of its own ceremony."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields.get("unit")
        if choice is not None:
            plan = self.instance.plan if self.instance.plan_id else None
            event = plan.event_id if plan else None
            choice.queryset = Unit.objects.filter(event=event) if event else Unit.objects.all()
