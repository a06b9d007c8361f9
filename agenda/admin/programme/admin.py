"""The programme of a ceremony: its list, its editor, and the papers made of it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from agenda.admin.programme.editor import EditorPages
from agenda.models import Programme
from events.admin.base import as_key
from events.admin.seen import SeenCeremonyAdmin


@admin.register(Programme)
class ProgrammeAdmin(EditorPages, SeenCeremonyAdmin):
    """The programme of the day, and all that happens during it."""

    list_display = ["title", "when", "item_count"]
    actions_detail = ["programme_pdf", "script_pdf", "plan_pdf"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the ceremonies with the number of their items."""
        return super().get_queryset(request).annotate(item_count=Count("agenda_items"))

    @admin.display(description=gettext_lazy("agenda items"), ordering="item_count")
    def item_count(self, event: Any) -> int:
        """Return how many items there are."""
        return int(event.item_count)

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
        description=gettext_lazy("Download the script (PDF)"),
        icon="picture_as_pdf",
        permissions=["print"],
    )
    def script_pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the script on paper."""
        return redirect("admin:events_paper_print", "run-sheet", as_key(object_id))

    @action(
        description=gettext_lazy("Download the plan (PDF)"),
        icon="picture_as_pdf",
        permissions=["print"],
    )
    def plan_pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the plan of the ceremony."""
        return redirect("admin:events_paper_print", "plan", as_key(object_id))
