"""The ceremony and whom it invites."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.one_of_ceremony import OneOfCeremony
from events.admin.ordered import OrderedRowsAdmin, OrderedTabularInline
from events.models import Delegation, Event
from events.permissions import has_right


class DelegationInline(OrderedTabularInline):
    """The invited bodies, in the order of the plan."""

    model = Delegation
    fields = ["text", "allotment", "protocol_rank", "by_invitation", "position"]


@admin.register(Event)
class EventAdmin(OneOfCeremony, OrderedRowsAdmin):
    """A ceremony."""

    instead_of_deleting = _(
        "A ceremony with these stays as a record. Without the tick at “shown to the public” nobody "
        "outside sees it any more; what was entered by mistake is taken out on its own page first."
    )

    of_ceremony = "pk"

    is_printed = True
    list_display = ["title", "when", "venue", "published"]
    list_select_related = ["contest"]
    search_fields = ["title", "venue"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [DelegationInline]
    fieldsets = [
        (None, {"fields": ["title", "contest", ("slug", "published"), "summary"]}),
        (
            _("Time and venue"),
            {
                "fields": [
                    ("window_start", "window_end"),
                    ("duration", "session"),
                    "starts_at",
                    "venue",
                ],
                "description": _(
                    "Who was told another hour, day or venue is written to ten minutes after a "
                    "change is saved; a slip that is mended at once goes into no letter."
                ),
            },
        ),
        (_("Delegates and contact"), {"fields": [("expected_min", "expected_max"), "contact"]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may open another ceremony: a right in the whole portal."""
        return has_right(request.user, self.right_to("add"))

    @admin.display(description=_("when"), ordering="window_start")
    def when(self, event: Event) -> str:
        """Return the time as the plan prints it."""
        return event.when()
