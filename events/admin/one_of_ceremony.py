"""Lists of which a ceremony has one row: they open that row, the list stays within reach."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

WHOLE = "whole"  # in the address of a list: it is shown, however few rows it has


class OneOfCeremony:
    """Leads from the list to its only row; who may add none, to that of the ceremony at hand."""

    of_ceremony = "event"  # what leads from a row to its ceremony

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Open the row, unless the list is asked for or something is looked for in it."""
        if WHOLE in request.GET:
            asked = request.GET.copy()
            del asked[WHOLE]
            request.GET = asked  # type: ignore[assignment]
        elif request.method == "GET" and not request.GET and (key := self._only(request)):
            opts = self.opts  # type: ignore[attr-defined]
            return redirect(f"admin:{opts.app_label}_{opts.model_name}_change", key)
        return super().changelist_view(request, extra_context)  # type: ignore[misc]

    def _only(self, request: HttpRequest) -> Any:
        """Return the key of the row to open; None where the list is to be shown."""
        if not self.has_view_or_change_permission(request):  # type: ignore[attr-defined]
            return None
        keys = self.get_queryset(request).order_by("pk").values_list("pk", flat=True)  # type: ignore[attr-defined]
        found = list(keys[:2])
        if len(found) > 1 and not self.has_add_permission(request):  # type: ignore[attr-defined]
            event = self.at_hand(request, "view", "change")  # type: ignore[attr-defined]
            found = list(keys.filter(**{self.of_ceremony: event.pk})[:2]) if event else []
        return found[0] if len(found) == 1 else None
