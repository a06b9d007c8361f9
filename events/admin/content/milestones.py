"""The days of a contest."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.base import PortalAdmin
from events.models import Contest, Milestone


@admin.register(Milestone)
class MilestoneAdmin(PortalAdmin):
    """A day of a contest; that of its ceremony stands with the ceremony."""

    list_display = ["title", "starts_on", "ends_on", "contest"]
    list_filter = ["contest"]
    list_select_related = ["contest"]
    search_fields = ["title", "title_en"]
    fieldsets = [
        (None, {"fields": ["contest", "title", ("starts_on", "ends_on"), "description"]}),
        (
            _("In English"),
            {
                "fields": ["title_en", "description_en"],
                "description": _(
                    "Without these the English page says so and shows the Vietnamese text."
                ),
            },
        ),
    ]

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """Begin with the contest at hand."""
        given = super().get_changeform_initial_data(request)
        return {"contest": Contest.objects.order_by("-year", "-pk").first(), **given}
