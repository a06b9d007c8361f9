"""The preparation of a ceremony in the admin: its list, its annex, its tasks as a file."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from agenda.admin.preparation.filtering import Shown
from agenda.admin.preparation.importing import ImportPage
from agenda.admin.preparation.pages import BoardPages
from agenda.models import Preparation, PreparationTask
from events.admin.base import as_key
from events.admin.exporting import EXPORTED, LIST
from events.admin.seen import SeenCeremonyAdmin
from events.audit.notes import note
from events.exports.files import FORMATS, Columns, as_file, as_list, resource_of
from events.models import Event

TASK_COLUMNS: Columns = [
    (gettext_lazy("Task"), "content"),
    (gettext_lazy("Lead unit"), "lead_unit__name"),
    (gettext_lazy("Coordinating units"), "coordinating_names"),
    (gettext_lazy("Deliverable"), "deliverable"),
    (gettext_lazy("Due on"), "due_on"),
    (gettext_lazy("State"), "get_status_display"),
    (gettext_lazy("Done, in percent"), "percent"),
    (gettext_lazy("Days late"), "days_late"),
    (gettext_lazy("What blocks it"), "blocked_reason"),
    (gettext_lazy("Done on"), "done_on"),
    (gettext_lazy("Accepted by"), "accepted_by"),
]


@admin.register(Preparation)
class PreparationAdmin(ImportPage, BoardPages, SeenCeremonyAdmin):
    """The preparation before the day."""

    list_display = ["title", "when", "progress"]
    actions_detail = ["annex_pdf", "tasks_xlsx"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the ceremonies with the numbers of their tasks."""
        done = Q(preparation_tasks__status=PreparationTask.Status.DONE)
        return (
            super()
            .get_queryset(request)
            .annotate(
                task_count=Count("preparation_tasks"),
                done_count=Count("preparation_tasks", filter=done),
            )
        )

    @admin.display(description=gettext_lazy("tasks done"))
    def progress(self, event: Any) -> str:
        """Return how many tasks are done of how many."""
        return f"{event.done_count}/{event.task_count}"

    @action(
        description=gettext_lazy("Download the annex of tasks (PDF)"),
        icon="picture_as_pdf",
        variant=ActionVariant.PRIMARY,
        permissions=["print"],
    )
    def annex_pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the annex on paper."""
        return redirect("admin:events_paper_print", "preparation", as_key(object_id))

    @action(
        description=gettext_lazy("Download the tasks (Excel)"),
        icon="table_view",
        permissions=["print"],
    )
    def tasks_xlsx(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the tasks that the address filters, as a list; `format` counts the kinds."""
        event = get_object_or_404(Event, pk=as_key(object_id))
        data = resource_of(PreparationTask, TASK_COLUMNS)().export(
            Shown.of(event, request.GET).tasks()
        )
        as_list(data, event.title)
        name = str(PreparationTask._meta.verbose_name_plural)
        note(EXPORTED, LIST, about=event, name=name, count=data.height)
        kind = as_key(request.GET.get("format", "0"))
        made = FORMATS[kind] if kind < len(FORMATS) else FORMATS[0]
        return as_file(data, made, f"cong-tac-chuan-bi-{event.slug}")
