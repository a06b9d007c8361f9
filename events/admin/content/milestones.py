"""The days of a contest."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.base import PortalAdmin
from events.admin.content.of_contest import OfContest
from events.models import Milestone


@admin.register(Milestone)
class MilestoneAdmin(OfContest, PortalAdmin):
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
