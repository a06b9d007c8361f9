"""What the portal did by itself: how it stands with each daily operation, and each run."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from contest_portal.models import OperationRun
from contest_portal.operations import state
from contest_portal.operations.nightly import OPERATIONS
from events.admin.base import OnlyLookedAt, PortalAdmin

TITLES = {operation.name: operation.title for operation in OPERATIONS}


@admin.register(OperationRun)
class OperationRunAdmin(OnlyLookedAt, PortalAdmin):
    """The runs, which nobody edits."""

    list_display = ["title", "started", "finished", "outcome", "told"]
    list_display_links = None
    ordering = ["-started_at"]
    list_per_page = 50
    actions = None
    fields = ["title", "started", "finished", "ended", "told"]
    list_before_template = "admin/operations/_states.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the runs below how it stands."""
        context = {"daily": state.overview(), **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description=_("operation"), ordering="name")
    def title(self, run: OperationRun) -> str:
        """Return what was done in words."""
        return str(TITLES.get(run.name, run.name))

    @display(
        description=_("outcome"),
        ordering="succeeded",
        label={"done": "success", "failed": "danger", "open": "warning"},
    )
    def outcome(self, run: OperationRun) -> tuple[str, str]:
        """Return how it ended."""
        if run.succeeded is None:
            return "open", str(_("no end yet"))
        return ("done", str(_("done"))) if run.succeeded else ("failed", str(_("failed")))

    @admin.display(description=_("outcome"))
    def ended(self, run: OperationRun) -> str:
        """Return how it ended, on the page of one run."""
        return self.outcome(run)[1]

    @admin.display(description=_("started"), ordering="started_at")
    def started(self, run: OperationRun) -> Any:
        """Return when it began."""
        return run.started_at

    @admin.display(description=_("finished"), ordering="finished_at")
    def finished(self, run: OperationRun) -> Any:
        """Return when it ended, if it did."""
        return run.finished_at

    @admin.display(description=_("what it says"))
    def told(self, run: OperationRun) -> str:
        """Return its line."""
        return run.message
