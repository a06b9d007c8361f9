"""The waiting list: who is next, and for every skip the reason."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from registrations.models import Registration
from registrations.services.waiting_list import waiting_list

PER_PAGE = 100


class WaitingListMixin:
    """Adds the page to the admin of registrations."""

    @action(description=gettext_lazy("Waiting list"), icon="hourglass_top", permissions=["view"])
    def show_waiting(self, request: HttpRequest) -> HttpResponse:
        """Lead to the waiting list."""
        return redirect("admin:registrations_waiting")

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the waiting list."""
        view = self.admin_site.admin_view(self.waiting_view)  # type: ignore[attr-defined]
        own = path("waiting/", view, name="registrations_waiting")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def waiting_view(self, request: HttpRequest) -> HttpResponse:
        """Show the line of the ceremony at hand, with the reason at each entry."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        event = self.at_hand(request, "view", "change")  # type: ignore[attr-defined]
        waiting = waiting_list(event) if event else None
        page = Paginator(waiting.entries if waiting else [], PER_PAGE).get_page(
            request.GET.get("page")
        )
        found = Registration.objects.select_related("delegation").in_bulk(
            [entry.key for entry in page]
        )
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Waiting list"),
            "event": event,
            "waiting": waiting,
            "page": page,
            "rows": [(entry, found[entry.key]) for entry in page if entry.key in found],
        }
        return TemplateResponse(request, "admin/registrations/waiting.html", context)
