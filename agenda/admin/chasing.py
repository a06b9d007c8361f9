"""Units with tasks that are due: whom to call or to remind, and what to write."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from agenda import mail
from agenda.mail.kinds import TASKS_DUE, TASKS_MOVED, due, in_short, when_due
from agenda.models import PreparationTask
from agenda.services import reminders, task_order
from events.admin import chasing
from events.admin.base import as_key
from events.admin.units import link_of
from events.models import Event, Letter, Unit
from events.permissions import has_right, has_right_somewhere
from events.vietnamese import phones
from events.vietnamese.names import fold

KINDS = (TASKS_DUE, TASKS_MOVED)


class UnitsToCall(chasing.Section):
    """Units with tasks that are due soon, due or late, the latest first."""

    name = "units"
    label = gettext_lazy("Units")
    more = "admin/agenda/_chasing_unit.html"
    new_deadline = gettext_lazy("Due day %(day)s, before: %(before)s.")

    def may_see(self, request: HttpRequest, row: Any) -> bool:
        """Return whether the user may see units."""
        return has_right(request.user, "events.view_unit", row)

    def found(self, event: Event, wanted: chasing.Wanted) -> list[Any]:
        """Return units with their `awaited` tasks that are due; a ceremony has some tens."""
        if event.has_begun() or wanted.delegation:
            return []
        awaited = PreparationTask.objects.awaited().order_by("due_on", "position")
        own = Prefetch("led_tasks", queryset=awaited, to_attr="awaited")
        units = Unit.objects.filter(event=event).prefetch_related(own)
        rows = [unit for unit in units if due(unit)]
        if wanted.words:
            rows = [unit for unit in rows if _says(unit, wanted.words)]
        if wanted.state:
            rows = _of_state(event, rows, wanted.state)
        return sorted(rows, key=lambda unit: due(unit)[0].due_on or datetime.date.max)

    def why_none(self, event: Event) -> str:
        """Return whether there are no tasks, or none that is due."""
        if event.has_begun():
            return _("The ceremony has begun: units are awaited no more.")
        if not PreparationTask.objects.filter(event=event).exists():
            return _("No task of the preparation is entered yet.")
        return _("No unit has a task that is late or due soon.")

    def lines(self, request: HttpRequest, rows: Sequence[Any]) -> list[chasing.Line]:
        """Return the lines of units."""
        prefetch_related_objects(rows, "calls", "event")
        told = chasing.told(KINDS, [row.pk for row in rows], KINDS)
        refused = _refused(rows[0].event)
        may_change = has_right(request.user, "events.change_unit", rows[0])
        return [
            self._line(
                request, unit, told.get(unit.pk, chasing.Told()), refused, may_change=may_change
            )
            for unit in rows
        ]

    def _line(
        self,
        request: HttpRequest,
        unit: Any,
        told: chasing.Told,
        refused: set[int],
        *,
        may_change: bool,
    ) -> chasing.Line:
        tasks = due(unit)
        first = tasks[0].due_on
        notes = []
        if unit.pk in refused:
            notes.append(_("The mail server refused the letter to this unit."))
        return chasing.Line(
            pk=unit.pk,
            section=self,
            url=reverse("admin:events_unit_change", args=[unit.pk]),
            organisation=unit.name,
            contact=", ".join(filter(None, [unit.contact_name, unit.contact_position])),
            phone=unit.contact_phone,
            phone_shown=phones.display(unit.contact_phone),
            email=unit.contact_email,
            waits=[f"{when_due(task)}: {in_short(task)}" for task in tasks],
            deadline=first,
            is_late=first is not None and first < timezone.localdate(),
            told=told,
            calls=list(unit.calls.all()),
            text=text_of(unit, tasks, link_of(request, unit) if may_change else ""),
            row=unit,
            notes=notes,
        )

    def numbers(self, found: Any) -> Iterable[tuple[str, str]]:
        """Return telephone and address of each."""
        return [(unit.contact_phone, unit.contact_email) for unit in found]

    def may_note(self, request: HttpRequest, row: Any) -> bool:
        """Return whether the user may note calls."""
        return has_right(request.user, "events.add_unitcall", row)

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
        return f"{self.name}-{unit.pk}" if unit else ""

    def may_remind(self, request: HttpRequest, row: Any) -> bool:
        """Return whether the user may change tasks."""
        return has_right(request.user, "agenda.change_preparationtask", row)

    def remind(self, request: HttpRequest, event: Event, rows: Sequence[Any]) -> None:
        """Remind each unit of what is due."""
        silent = [unit.name for unit in rows if not unit.contact_email]
        reached = sorted((unit for unit in rows if unit.contact_email), key=lambda unit: unit.pk)
        told = [unit.name for unit in reached if not reminders.remind_now(unit)]
        text = _("Without e-mail address, please tell them on another way: %(names)s.")
        chasing.tell_left_out(request, text, silent)
        text = _("A letter of today has reminded them already: %(names)s.")
        chasing.tell_left_out(request, text, told)

    def set_deadline(
        self, event: Event, rows: Sequence[Any], day: datetime.date
    ) -> Sequence[tuple[PreparationTask, datetime.date | None]]:
        """Give all that is due of these units a common day."""
        return task_order.set_due(event.pk, [unit.pk for unit in rows], day)

    def tell_deadline(self, request: HttpRequest, event: Event, rows: Sequence[Any]) -> None:
        """Write the due days of now."""
        silent = [unit.name for unit in rows if not mail.units.tasks_moved(unit)]
        text = _("Without e-mail address, please tell them on another way: %(names)s.")
        chasing.tell_left_out(request, text, silent)


def _says(unit: Any, words: list[str]) -> bool:
    shown = phones.display(unit.contact_phone)
    said = [unit.name, unit.short_name, unit.contact_name, unit.contact_phone, shown]
    text = fold(" ".join([*said, unit.contact_email, *(task.content for task in due(unit))]))
    return all(word in text for word in words)


def _of_state(event: Event, units: list[Any], state: str) -> list[Any]:
    if state == "late":
        return [unit for unit in units if due(unit)[0].days_late()]
    if state == "call":
        refused = _refused(event)
        return [unit for unit in units if not unit.contact_email or unit.pk in refused]
    letters = Letter.objects.told().filter(event=event, kind__in=KINDS)
    told = set(letters.values_list("about", flat=True))
    return [unit for unit in units if unit.pk not in told]


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
