"""The tasks of a unit, behind its secret link: what is due, and how far it is."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agenda.errors import AgendaError
from agenda.models import PreparationTask, TaskFile, TaskUpdate
from agenda.public.unit.forms import ReportForm
from agenda.services import unit_reports
from events.audit.actors import act_as
from events.models import Unit
from events.vietnamese.text import clean_lines
from events.web import pages, throttle
from events.web.links import SeeOther, secret_page, submission_of, with_form

REPORTS = 60  # of one unit, in an hour


@dataclass(frozen=True)
class OwnTask:
    """A task as its unit sees it; `form` is None where nothing is to be reported any more."""

    task: PreparationTask
    leads: bool
    reports: list[TaskUpdate]  # of this unit, the newest first
    seen: int  # the newest report of anybody; 0 without one
    form: ReportForm | None
    submission: uuid.UUID


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def tasks(request: HttpRequest, token: str) -> HttpResponse:
    """Show the unit's own tasks and nothing else; take a report on one of them."""
    unit = find_unit(request, token)
    if request.method != "POST":
        return _page(request, unit)
    key = request.POST.get("task", "")
    own = PreparationTask.objects.filter(event=unit.event_id).of_unit(unit)
    task = own.filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0).first()
    if task is None:
        return _page(request, unit, lost=clean_lines(request.POST.get("words", "")) or "-")
    leads = task.lead_unit_id == unit.pk
    form = ReportForm(request.POST, request.FILES, task=task, leads=leads)
    late = _report(request, unit, task, form) if form.is_valid() else None
    if form.errors and not own.filter(pk=task.pk).exists():  # handed over while it was sent
        return _page(request, unit, lost=clean_lines(request.POST.get("words", "")) or "-")
    if form.errors:
        return _page(request, unit, task=task, form=form, late=late)
    messages.success(request, _("Your report has reached the organizing committee. Thank you."))
    return SeeOther(f"{unit.get_absolute_url()}#task-{task.pk}")


def find_unit(request: HttpRequest, token: str) -> Unit:
    """Return the unit that a secret link opens; a link of nobody's is counted."""
    rows = Unit.objects.select_related("event__contest")
    found = pages.first_read(lambda: rows.filter(token=token).first())
    if found is None:
        throttle.miss(request, "unit")
        raise Http404
    act_as("unit", found.name)
    return found


def _report(
    request: HttpRequest, unit: Unit, task: PreparationTask, form: ReportForm
) -> throttle.TooMany | None:
    """Write what a valid form says; what stands against it is told in the form."""
    seen = request.POST.get("seen", "")
    try:
        throttle.hit("unit", str(unit.pk), REPORTS, throttle.HOUR)
        unit_reports.report(
            unit,
            task,
            **form.cleaned_data,
            nonce=submission_of(request),
            seen=int(seen) if seen.isdecimal() and len(seen) < 19 else None,
        )
    except AgendaError as error:
        form.add_error(None, str(error))
    except throttle.TooMany as error:
        form.add_error(None, str(error))
        return error
    return None


def _page(
    request: HttpRequest,
    unit: Unit,
    *,
    task: PreparationTask | None = None,
    form: ReportForm | None = None,
    lost: str = "",
    late: throttle.TooMany | None = None,
) -> HttpResponse:
    """Show the tasks, one of them with the form as it was sent.

    `lost` is what was written about a task that is not this unit's any more.
    """
    rows = list(_own_tasks(request, unit, task.pk if task else 0, form))
    context = {
        "event": unit.event,
        "unit": unit,
        "led": [own for own in rows if own.leads],
        "coordinated": [own for own in rows if not own.leads],
        "form": form,
        "lost": lost,
    }
    response = render(request, "agenda/unit_tasks.html", context)
    return with_form(throttle.throttled(response, late))


def _own_tasks(
    request: HttpRequest, unit: Unit, sent: int, form: ReportForm | None
) -> Iterator[OwnTask]:
    """Yield the tasks, in a constant number of statements; `sent` has the form that was sent."""
    files = Prefetch("files", queryset=TaskFile.objects.defer("content"))
    updates = TaskUpdate.objects.prefetch_related(files)
    found = PreparationTask.objects.filter(event=unit.event_id).of_unit(unit).with_units()
    for task in found.order_by("position").prefetch_related(Prefetch("updates", queryset=updates)):
        everybodys = list(task.updates.all())
        leads = task.lead_unit_id == unit.pk
        own: Any = form if task.pk == sent else None
        yield OwnTask(
            task=task,
            leads=leads,
            reports=[one for one in everybodys if one.unit_id == unit.pk],
            seen=everybodys[0].pk if everybodys else 0,
            form=own or (None if task.is_done else ReportForm(task=task, leads=leads)),
            submission=(submission_of(request) if own else None) or uuid.uuid4(),
        )
