"""A ceremony seen from one side: its programme, its script, its preparation, its committee."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from events.admin.base import NoneByHand
from events.admin.one_of_ceremony import OneOfCeremony
from events.admin.ordered import OrderedRowsAdmin
from events.models import Event
from events.permissions import MAY_PRINT


class SeenCeremonyAdmin(OneOfCeremony, NoneByHand, OrderedRowsAdmin):
    """A ceremony that exists already, seen from one side; it is itself edited elsewhere."""

    of_ceremony = "pk"

    is_printed = True
    rights: ClassVar[dict[str, str]] = {"print": MAY_PRINT}
    fields = ["title", ("when", "venue")]
    readonly_fields = ["title", "when", "venue"]
    search_fields = ["title"]

    @admin.display(description=gettext_lazy("when"), ordering="window_start")
    def when(self, event: Event) -> str:
        """Return the time as the plan prints it."""
        return event.when()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Leave the ceremony alone: only its rows are edited here."""

    def has_print_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may have the papers."""
        return self.may(request, "print", object_id)
