"""The programme and the preparation of a ceremony, and the papers made of them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from agenda.models import AgendaItem, Preparation, PreparationTask, Programme, Script
from events.admin.base import as_key
from events.admin.ordered import (
    OrderedRowForm,
    OrderedRowsAdmin,
    OrderedStackedInline,
    OrderedTabularInline,
)
from events.exporting import Columns, Xlsx, as_file, resource_of
from events.models import Event
from events.permissions import may_print

TASK_COLUMNS: Columns = [
    (gettext_lazy("Number"), "position"),
    (gettext_lazy("Task"), "content"),
    (gettext_lazy("Lead unit"), "lead_unit"),
    (gettext_lazy("Coordinating units"), "coordinating_units"),
    (gettext_lazy("Deliverable"), "deliverable"),
    (gettext_lazy("Due on"), "due_on"),
    (gettext_lazy("State"), "get_status_display"),
    (gettext_lazy("Done, in percent"), "percent"),
]


class AgendaItemInline(OrderedTabularInline):
    """The items of the day."""

    model = AgendaItem
    fields = ["title", "performer", "minutes", "fixed_start", "position"]


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


class _SeenCeremonyAdmin(OrderedRowsAdmin):
    """A ceremony that exists already, seen from one side; it is itself edited elsewhere."""

    is_printed = True
    fields = ["title", ("when", "venue")]
    readonly_fields = ["title", "when", "venue"]
    search_fields = ["title"]

    @admin.display(description=gettext_lazy("when"), ordering="window_start")
    def when(self, event: Event) -> str:
        """Return the time as the plan prints it."""
        return event.when()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Leave the ceremony alone: only its rows are edited here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A ceremony is made on its own page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A ceremony is removed on its own page."""
        return False


@admin.register(Programme)
class ProgrammeAdmin(_SeenCeremonyAdmin):
    """The programme of the day."""

    inlines = [AgendaItemInline]
    list_display = ["title", "when", "item_count"]
    actions_detail = ["programme_pdf", "plan_pdf"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the ceremonies with the number of their items."""
        return super().get_queryset(request).annotate(item_count=Count("agenda_items"))

    @admin.display(description=gettext_lazy("agenda items"), ordering="item_count")
    def item_count(self, event: Any) -> int:
        """Return how many items there are."""
        return int(event.item_count)

    def has_print_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may have the papers."""
        return may_print(request.user)

    @action(
        description=gettext_lazy("Download the programme (PDF)"),
        icon="picture_as_pdf",
        variant=ActionVariant.PRIMARY,
        permissions=["print"],
    )
    def programme_pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the programme of the ceremony."""
        return redirect("admin:events_paper_print", "programme", as_key(object_id))

    @action(
        description=gettext_lazy("Download the plan (PDF)"),
        icon="picture_as_pdf",
        permissions=["print"],
    )
    def plan_pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the plan of the ceremony."""
        return redirect("admin:events_paper_print", "plan", as_key(object_id))


class ScriptItemInline(OrderedStackedInline):
    """An item with everything that happens during it."""

    model = AgendaItem
    fields = [
        ("title", "performer"),
        ("minutes", "fixed_start", "only_script"),
        "mc_text",
        ("sound", "screen"),
        "logistics",
        "position",
    ]


@admin.register(Script)
class ScriptAdmin(_SeenCeremonyAdmin):
    """The day minute by minute."""

    inlines = [ScriptItemInline]
    list_display = ["title", "when"]
    actions_detail = ["script_pdf"]

    def has_print_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may have the papers."""
        return may_print(request.user)

    @action(
        description=gettext_lazy("Download the script (PDF)"),
        icon="picture_as_pdf",
        variant=ActionVariant.PRIMARY,
        permissions=["print"],
    )
    def script_pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the script on paper."""
        return redirect("admin:events_paper_print", "run-sheet", as_key(object_id))


@admin.register(Preparation)
class PreparationAdmin(_SeenCeremonyAdmin):
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

    def has_print_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may have the papers."""
        return may_print(request.user)

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
        rows = PreparationTask.objects.filter(event=event).order_by("position")
        data = resource_of(PreparationTask, TASK_COLUMNS)().export(rows)
        return as_file(data, Xlsx, f"cong-tac-chuan-bi-{event.slug}")
