"""The work sheet of one unit (phiếu công việc): what it leads and what it coordinates."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import PreparationTask
from events.documents import Draft, Sheet, kind
from events.documents.text import close
from events.models import Event, Unit
from events.vietnamese import dates


def _units(event: Event) -> Iterable[tuple[int, str]]:
    """Return the units that have a task, in the order in which they were entered."""
    tasks = PreparationTask.objects.filter(event_id=event.pk)
    busy = {*tasks.values_list("lead_unit", flat=True)}
    busy |= {*tasks.values_list("coordinating_units", flat=True)}
    return [(unit.pk, unit.name) for unit in Unit.objects.filter(event=event, pk__in=busy - {None})]


@kind("work-sheet", _("Work sheet of a unit"), several=_units)
def work_sheet(event: Event, key: int) -> Draft:
    """Compose the sheet. Raises `Unit.DoesNotExist` for a unit of another ceremony."""
    unit = Unit.objects.get(event_id=event.pk, pk=key)
    tasks = list(PreparationTask.objects.filter(event_id=event.pk).of_unit(unit).with_units())
    closing = [[f"Tổng số: {len(tasks):02d} công việc."]]
    close(closing)
    sheet = Sheet(kind="PHIẾU CÔNG VIỆC", subject=event.title, landscape=True)
    body = {
        "unit": unit,
        "today": dates.official(timezone.localdate()),
        "rows": [_row(task, unit) for task in tasks],
        "closing": closing[0][0],
    }
    return Draft("agenda/pdf/work_sheet.html", sheet, body, private=True)


def _none(event: Event) -> Iterable[tuple[int, str]]:
    """The page of all papers lists none: a key is handed out from the unit's own page."""
    return []


@kind(
    "work-sheet-link",
    _("Work sheet of a unit, with its secret link"),
    permission="events.change_unit",
    several=_none,
)
def work_sheet_link(event: Event, key: int) -> Draft:
    """Compose the sheet with the address of the unit's page: whoever holds it reports for the unit.

    A paper of its own, so that nobody hands out the key without meaning to. Raises
    `Unit.DoesNotExist` as `work_sheet`, and where nobody knows the portal's own address.
    """
    if not settings.SITE_URL:
        raise Unit.DoesNotExist
    sheet = work_sheet(event, key)
    address = sheet.context["unit"].get_absolute_url()
    return replace(sheet, context={**sheet.context, "link": f"{settings.SITE_URL}{address}"})


def _row(task: PreparationTask, unit: Unit) -> dict[str, Any]:
    leads = task.lead_unit_id == unit.pk
    late = task.days_late()
    state = task.get_status_display() if task.is_done else f"{task.get_status_display()} "
    return {
        "content": task.content,
        "role": "Chủ trì" if leads else "Phối hợp",
        "with": task.coordinating_names() if leads else _name(task.lead_unit),
        "due": f"{task.due_on:%d/%m/%Y}" if task.due_on else "",
        "deliverable": task.deliverable,
        "state": state.strip() + (f" ({task.percent}%)" if 0 < task.percent < 100 else ""),
        "late": f"Quá hạn {late:02d} ngày" if late else "",
    }


def _name(unit: Unit | None) -> str:
    return unit.name if unit else ""
