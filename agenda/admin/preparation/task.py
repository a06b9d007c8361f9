"""One task: its words, its log with files, one more report, its parting in two."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.preparation.editing import last_report, send
from agenda.admin.preparation.filtering import Shown
from agenda.admin.preparation.forms import ReportForm, SplitForm, TaskForm
from agenda.admin.preparation.pages import ADD, VIEW, board_url, require
from agenda.admin.preparation.pages import CHANGE as MAY_CHANGE
from agenda.errors import AgendaError
from agenda.models import PreparationTask, TaskFile
from agenda.models.preparation import Status
from agenda.services import task_order
from events.admin.base import PortalAdmin, as_key
from events.models import Event
from events.permissions import has_right, has_right_somewhere, own_ceremonies


@admin.register(PreparationTask)
class PreparationTaskAdmin(PortalAdmin):
    """The page of a task."""

    instead_of_deleting = gettext_lazy(
        "What was reported on a task stays as a record. If nobody is to do it any more, report why "
        "and set it to “done”."
    )

    form = TaskForm
    fields = ["content", "lead_unit", "coordinating_units", "due_on", "deliverable"]
    change_form_template = "admin/agenda/preparation/task.html"
    is_printed = True

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of reports and files."""
        wrap = self.admin_site.admin_view
        name = "agenda_preparationtask"
        return [
            path("<int:pk>/report/", wrap(self.report_view), name=f"{name}_report"),
            path("<int:pk>/split/", wrap(self.split_view), name=f"{name}_split"),
            path("files/<int:pk>/", wrap(self.file_view), name=f"{name}_file"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the board of the ceremony at hand; there is no other list of tasks."""
        if not has_right_somewhere(request.user, VIEW):
            raise PermissionDenied
        event = own_ceremonies(request.user, VIEW).current()
        if event is None:
            return redirect("admin:agenda_preparation_changelist")
        return redirect(board_url(event.pk))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return the task, locked where it is about to be written."""
        if request.method == "POST" and connection.in_atomic_block:
            rows = PreparationTask.objects.select_for_update(no_key=True)
            list(rows.filter(pk=as_key(unquote(object_id))).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the form, which knows of what ceremony the units are."""
        made = super().get_form(request, obj, **kwargs)
        return made if obj else type(made.__name__, (made,), {"event": _event(request)})

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Return the task, a new one with its ceremony."""
        if not change:
            form.instance.event = _event(request)
        return super().save_form(request, form, change)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the words; a new task stands behind the others."""
        if change:
            obj.save(update_fields=[name for name in self.fields if name != "coordinating_units"])
            return
        task_order.append(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Remove the task with its log; those behind it move up."""
        task_order.remove(obj)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra: Any = None
    ) -> Any:
        """Show the form, below it the log and one more report."""
        found = PreparationTask.objects.select_related("event", "lead_unit")
        task = found.filter(pk=as_key(unquote(object_id))).first() if object_id else None
        context = {
            "show_save_and_add_another": False,
            "title": _("Preparation task") if object_id else _("Add a task"),
            **(self._beside(request, task) if task else {}),
            **(extra or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)

    def _beside(
        self, request: HttpRequest, task: PreparationTask, report: ReportForm | None = None
    ) -> dict[str, Any]:
        """Return what stands beside the words of a task."""
        shown = Shown.of(task.event, request.GET)
        wanted = request.GET.get("wanted", "")
        wanted = wanted if wanted in Status.values and wanted != task.status else ""
        return {
            "task": task,
            "board_url": board_url(task.event_id, shown.query()),
            "query": shown.query(),
            # the bytes of the files stay where they are until one is asked for
            "updates": task.updates.select_related("unit").prefetch_related(
                Prefetch("files", TaskFile.objects.defer("content"))
            ),
            "may_report": has_right(request.user, MAY_CHANGE, task),
            "report_form": report or ReportForm(task=task, seen=last_report(task), wanted=wanted),
            "nonce": uuid.uuid4(),
        }

    def report_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write one more report; what is wrong with it comes back with what was typed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with transaction.atomic():
            rows = PreparationTask.objects.select_for_update(no_key=True, of=("self",))
            task = get_object_or_404(rows.select_related("event", "lead_unit"), pk=pk)
            require(request, MAY_CHANGE, task)
            seen = as_key(request.POST.get("seen", ""))
            form = ReportForm(request.POST, request.FILES, task=task, seen=seen)
            is_sent = form.is_valid() and send(request, form)
        if is_sent:
            messages.success(request, _("The report was saved."))
            address = reverse("admin:agenda_preparationtask_change", args=[pk])
            query = Shown.of(task.event, request.GET).query()
            return redirect(f"{address}?{query}#log")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Report on a task"),
            **self._beside(request, task, form),
        }
        return TemplateResponse(request, "admin/agenda/preparation/report.html", context)

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask how the words are divided; make two tasks of one."""
        task = get_object_or_404(PreparationTask.objects.select_related("event"), pk=pk)
        require(request, MAY_CHANGE, task)
        require(request, ADD, task)
        initial = {"kept": task.content, "taken": ""}
        form = SplitForm(request.POST if request.method == "POST" else None, initial=initial)
        query = Shown.of(task.event, request.GET).query()
        seen = request.POST.get("seen", task.content).replace("\r\n", "\n")
        if form.is_valid():
            try:
                with transaction.atomic():
                    new = task_order.split(task, seen=seen, **form.cleaned_data)
                    self._log_split(request, task, new)
            except AgendaError as error:
                form.add_error(None, str(error))
                seen = PreparationTask.objects.values_list("content", flat=True).get(pk=pk)
            else:
                messages.success(request, _("The task was split: %(task)s") % {"task": new})
                return redirect(board_url(task.event_id, query))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Split a task"),
            "task": task,
            "form": form,
            "seen": seen,
            "query": query,
        }
        return TemplateResponse(request, "admin/agenda/preparation/split.html", context)

    def _log_split(self, request: HttpRequest, task: PreparationTask, new: PreparationTask) -> None:
        user: Any = request.user
        for row, flag, words in (
            (task, CHANGE, [{"changed": {"fields": ["content"]}}]),
            (new, ADDITION, [{"added": {}}]),
        ):
            LogEntry.objects.log_actions(user.pk, [row], flag, words, single_object=True)

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with a file of a report, to be kept; a browser must not run it."""
        file = get_object_or_404(TaskFile.objects.select_related("update__task"), pk=pk)
        require(request, VIEW, file)
        response = HttpResponse(bytes(file.content), content_type=file.content_type)
        response["Content-Disposition"] = content_disposition_header(True, file.name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response

    # Where it leads afterwards

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """Go on to the board with the new task."""
        messages.success(request, _("Saved: %(task)s") % {"task": obj})
        return self._back(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go back to where the task was opened."""
        return self._back(request, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Ask, remove, go back to the tasks of the ceremony."""
        tasks = PreparationTask.objects.filter(pk=as_key(unquote(object_id)))
        event_id = tasks.values_list("event_id", flat=True).first()
        response = super().delete_view(request, object_id, extra_context)
        is_gone = event_id and response.status_code == 302 and not tasks.exists()
        return redirect(board_url(event_id)) if event_id and is_gone else response

    def _back(self, request: HttpRequest, task: PreparationTask) -> HttpResponse:
        query = Shown.of(task.event, request.GET).query()
        return redirect(board_url(task.event_id, query) + f"#task-{task.pk}")


def _event(request: HttpRequest) -> Event:
    """Return the ceremony of a new task: as the address says, else the one at hand."""
    events = own_ceremonies(request.user, ADD)
    if key := as_key(request.GET.get("event", "")):
        return get_object_or_404(events, pk=key)
    current = events.current()
    return get_object_or_404(events, pk=current.pk if current else 0)
