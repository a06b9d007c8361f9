"""The preparation of a ceremony: its tasks, their annex, their list."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from agenda.models import Preparation, PreparationTask
from events.admin.base import as_key
from events.admin.ordered import OrderedRowForm, OrderedStackedInline
from events.admin.seen import SeenCeremonyAdmin
from events.exporting import Columns, Xlsx, as_file, resource_of
from events.models import Event

TASK_COLUMNS: Columns = [
    (gettext_lazy("Number"), "position"),
    (gettext_lazy("Task"), "content"),
    (gettext_lazy("Lead unit"), "lead_unit__name"),
    (gettext_lazy("Coordinating units"), "coordinating_names"),
    (gettext_lazy("Deliverable"), "deliverable"),
    (gettext_lazy("Due on"), "due_on"),
    (gettext_lazy("State"), "get_status_display"),
    (gettext_lazy("Done, in percent"), "percent"),
]


class PreparationTaskForm(OrderedRowForm):
    """A task; what is wrong with state and percent together is told beside the percent."""

    def _post_clean(self) -> None:
        super()._post_clean()
        for error in self.errors.pop(NON_FIELD_ERRORS, []):
            self.add_error("percent", error)  # the theme's cards have no other place for it


class PreparationTaskInline(OrderedStackedInline):
    """What is done before the day."""

    model = PreparationTask
    form = PreparationTaskForm
    fields = [
        "content",
        ("lead_unit", "coordinating_units"),
        ("deliverable", "due_on"),
        ("status", "percent"),
        "position",
    ]


@admin.register(Preparation)
class PreparationAdmin(SeenCeremonyAdmin):
    """The preparation before the day."""

    inlines = [PreparationTaskInline]
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
        """Answer with the tasks as a list."""
        event = get_object_or_404(Event, pk=as_key(object_id))
        rows = PreparationTask.objects.filter(event=event).with_units().order_by("position")
        data = resource_of(PreparationTask, TASK_COLUMNS)().export(rows)
        return as_file(data, Xlsx, f"cong-tac-chuan-bi-{event.slug}")
