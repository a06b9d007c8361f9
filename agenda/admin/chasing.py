"""Units that no letter reaches: whom to call about tasks that are due, and what to write."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agenda.mail.kinds import TASKS_DUE, due, in_short, when_due
from agenda.models import PreparationTask
from events.admin import chasing
from events.admin.base import as_key
from events.admin.units import link_of
from events.models import Event, Letter, Unit, UnitCall
from events.permissions import has_right, has_right_somewhere, own_ceremonies
from events.vietnamese import phones


@dataclass(frozen=True)
class ToCall:
    """A unit as a caller needs it."""

    unit: Unit
    phone: str
    tasks: list[PreparationTask]
    calls: list[UnitCall]
    text: str
    refused: bool  # the mail server refused its letter
    may_note: bool


class UnitsToCall(chasing.Section):
    """Units with tasks that are due, which have no address or whose letter was refused."""

    name = "units"
    template = "admin/agenda/_units_to_call.html"

    def may_see(self, request: HttpRequest) -> bool:
        """Return whether the user may see units."""
        return has_right_somewhere(request.user, "events.view_unit")

    def rows(self, request: HttpRequest) -> Sequence[ToCall]:
        """Return the units of the ceremony at hand, the latest task first."""
        event = own_ceremonies(request.user, "events.view_unit").current()
        if event is None or event.has_begun():
            return []
        awaited = PreparationTask.objects.awaited().order_by("due_on", "position")
        own = Prefetch("led_tasks", queryset=awaited, to_attr="awaited")
        units = Unit.objects.filter(event=event).prefetch_related(own, "calls")
        refused = _refused(event)
        may_change = has_right(request.user, "events.change_unit", event)
        may_note = has_right(request.user, "events.add_unitcall", event)
        found = [
            ToCall(
                unit=unit,
                phone=phones.display(unit.contact_phone),
                tasks=tasks,
                calls=list(unit.calls.all()),
                text=text_of(unit, tasks, link_of(request, unit) if may_change else ""),
                refused=unit.pk in refused,
                may_note=may_note,
            )
            for unit in units
            if (tasks := due(unit)) and (not unit.contact_email or unit.pk in refused)
        ]
        return sorted(found, key=lambda row: row.tasks[0].due_on or timezone.localdate())

    def note(self, request: HttpRequest) -> str:
        """Note what was said; about a unit that is gone it is told back."""
        rights = ("events.view_unit", "events.add_unitcall")
        if not all(has_right_somewhere(request.user, right) for right in rights):
            raise PermissionDenied
        unit = Unit.objects.filter(pk=as_key(request.POST.get("unit", ""))).first()
        if unit and not all(has_right(request.user, right, unit) for right in rights):
            raise PermissionDenied
        gone = _("This unit has been removed meanwhile. The call is not noted: “%(said)s”.")
        chasing.note_call(request, unit, gone=gone)
        return f"unit-{unit.pk}" if unit else ""


def text_of(unit: Unit, tasks: list[PreparationTask], link: str) -> str:
    """Return a message in Vietnamese, ready to be sent by any means; `link` may be left out."""
    with override("vi"):
        to = ", ".join(filter(None, [unit.contact_name, unit.contact_position, unit.name]))
        lines = [
            _("To: %(addressee)s") % {"addressee": to},
            _("The organizing committee kindly asks for a report on these tasks:"),
            *(f"- {when_due(task)}: {in_short(task)}" for task in tasks),
            _("Please report at: %(link)s") % {"link": link} if link else "",
            _("Thank you very much."),
        ]
    return "\n".join(filter(None, lines))


def _refused(event: Event) -> set[int]:
    """Return the units whose last reminder the mail server refused."""
    letters = Letter.objects.filter(event=event, kind=TASKS_DUE).order_by("about", "-pk")
    last = letters.distinct("about").values_list("about", "status")
    return {about for about, status in last if status == Letter.State.FAILED}


chasing.register(UnitsToCall())
