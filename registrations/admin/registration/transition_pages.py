"""The page on which organizers take a transition with one registration or with many."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from events.admin.base import MOST_AT_ONCE, as_key
from events.admin.sending import asks
from events.admin.transitions import button
from events.permissions import own
from registrations.admin.registration.forms import TransitionForm
from registrations.admin.registration.transitions import PAGES, DelegatePage, take
from registrations.models import Registration
from registrations.models.registration import QUEUE_ORDER

SHOWN = 20  # of the delegates whom a transition concerns


def _ask(name: str) -> Any:
    """Return the list action that leads to the page of a transition."""
    page = PAGES[name]

    @admin.action(description=page.title, permissions=["change"])
    def ask(
        self: "TransitionsMixin", request: HttpRequest, chosen: QuerySet[Registration]
    ) -> HttpResponse:
        return self.ask(request, page, self.chosen(request, chosen))

    ask.__name__ = f"{name}_chosen"
    return ask


def _button(name: str) -> Any:
    def lead(request: HttpRequest, object_id: str) -> HttpResponse:
        url = reverse("admin:registrations_registration_transition", args=[name])
        return redirect(f"{url}?ids={object_id}")

    return button(PAGES[name], "change", lead)


class TransitionsMixin:
    """Adds the actions, the buttons and the page of the steps to the admin of registrations."""

    approve_chosen, approve_one = _ask("approve"), _button("approve")
    decline_chosen, decline_one = _ask("decline"), _button("decline")
    reserve_chosen, reserve_one = _ask("reserve"), _button("reserve")
    cancel_chosen, cancel_one = _ask("cancel"), _button("cancel")

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the page of the steps."""
        view = self.admin_site.admin_view(self.transition_view)  # type: ignore[attr-defined]
        name = "registrations_registration_transition"
        return [path("transition/<slug:name>/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    @asks
    def transition_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Ask for the reason, then take the transition."""
        # all in one field, or one in each: a form may have only so many fields
        typed = (request.POST if request.method == "POST" else request.GET).getlist("ids")
        ids = [as_key(key) for key in ",".join(typed).split(",")]
        chosen = self._named(request, ids[:MOST_AT_ONCE])
        if name not in PAGES or not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        page = PAGES[name]
        if request.method != "POST":
            return self.ask(request, page, chosen)
        form = TransitionForm(request.POST, page=page)
        if not form.is_valid():
            return self.ask(request, page, chosen, form)
        how = {"reason": "", **form.cleaned_data}
        take(request, page, chosen, log=self.log_change, **how)  # type: ignore[attr-defined]
        if len(chosen) == 1:
            return redirect("admin:registrations_registration_change", chosen[0].pk)
        return redirect("admin:registrations_registration_changelist")

    def chosen(self, request: HttpRequest, found: QuerySet[Registration]) -> QuerySet[Registration]:
        """Return who was ticked, also who has left the filter of the list since."""
        if request.POST.get("select_across") == "1":
            return found.order_by(QUEUE_ORDER)
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        return self._named(request, [as_key(key) for key in ticked])

    def _named(self, request: HttpRequest, keys: list[int]) -> QuerySet[Registration]:
        """Return the registrations, who came first being first: so seats are given."""
        seen: QuerySet[Registration] = self.get_queryset(request)  # type: ignore[attr-defined]
        rows = own(seen, request.user, "registrations.change_registration")
        return rows.filter(pk__in=keys).order_by(QUEUE_ORDER)

    def ask(
        self,
        request: HttpRequest,
        page: DelegatePage,
        chosen: QuerySet[Registration],
        form: TransitionForm | None = None,
    ) -> HttpResponse:
        """Show whom the transition concerns, and ask for the reason where one is needed."""
        rows = list(chosen)
        possible = [row for row in rows if page.is_possible_from(row.status)]
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": page.title,
            "page": page,
            "chosen": rows[:SHOWN],
            "more": max(0, len(rows) - SHOWN),
            "ids": ",".join(str(row.pk) for row in possible),
            "form": form or TransitionForm(page=page),
        }
        return TemplateResponse(
            request, "admin/registrations/registration_transition.html", context
        )
