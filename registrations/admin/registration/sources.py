"""Registrations in bursts: what came from one network within an hour, and the way to undo it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from events.admin.base import MOST_AT_ONCE, as_key
from events.admin.sending import asks
from events.models import Event
from registrations.admin.consequences import tell_promoted
from registrations.admin.registration.forms import TransitionForm
from registrations.admin.registration.transitions import PAGES
from registrations.models import Registration, Seating
from registrations.services import sources
from registrations.services.sources import Group, groups

PER_PAGE = 20
SHOWN = 5  # names of a group in the list of groups
TAKE_BACK, LET_BE = "take-back", "let-be"  # the buttons

LIST = "admin:registrations_sources"


class SourcesMixin:
    """Adds the pages to the admin of registrations."""

    @action(
        description=gettext_lazy("Registrations in bursts"), icon="bolt", permissions=["change"]
    )
    def show_sources(self, request: HttpRequest) -> HttpResponse:
        """Lead to the groups."""
        return redirect(LIST)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the groups."""
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = [
            path("sources/", wrap(self.sources_view), name="registrations_sources"),
            path("sources/<int:pk>/", wrap(self.source_view), name="registrations_source"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def sources_view(self, request: HttpRequest) -> HttpResponse:
        """Show the groups of the ceremony at hand, the densest first."""
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        event = self.at_hand(request, "change")  # type: ignore[attr-defined]
        page = Paginator(groups(event.pk) if event else [], PER_PAGE).get_page(
            request.GET.get("page")
        )
        first = [key for group in page for key in group.keys[:SHOWN]]
        found = Registration.objects.in_bulk(first)
        seats = public_seats(event)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Registrations in bursts"),
            "event": event,
            "page": page,
            "rows": [_row(group, found, seats) for group in page],
        }
        return TemplateResponse(request, "admin/registrations/sources.html", context)

    @asks
    def source_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a group whole, and do what is chosen: take it back, or let it be."""
        one = get_object_or_404(Registration.objects.select_related("event"), pk=pk)
        if not self.has_change_permission(request, one):  # type: ignore[attr-defined]
            raise PermissionDenied
        posted = request.method == "POST"
        ticked = [as_key(key) for key in request.POST.getlist("chosen")][:MOST_AT_ONCE]
        if posted and request.POST.get("step") == LET_BE:
            return _let_be(request, one, ticked)
        page = PAGES["cancel"]
        first = {"reason": _("Registrations in bursts from one network."), "silently": True}
        form = TransitionForm(request.POST if posted else None, page=page, initial=first)
        if posted and form.is_valid():
            return _take_back(request, one, ticked, form)
        group = next((g for g in groups(one.event_id) if pk in g.keys), None)
        if group is None:
            messages.info(request, _("This group has been dealt with already."))
            return redirect(LIST)
        rows = Registration.objects.select_related("delegation", "seat")
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Registrations in bursts"),
            "group": group,
            "rows": rows.filter(pk__in=group.keys[:MOST_AT_ONCE]).order_by("created_at", "pk"),
            "ticked": ticked if posted else group.keys,
            "form": form,
            "take_back": TAKE_BACK,
            "let_be": LET_BE,
        }
        return TemplateResponse(request, "admin/registrations/source.html", context)


def public_seats(event: Event | None) -> int:
    """Return how many public seats a ceremony has."""
    seating = Seating.objects.filter(event=event).first()
    return seating.public_seats if seating else 0


def _row(group: Group, found: dict[int, Registration], seats: int) -> dict[str, Any]:
    return {
        "group": group,
        "count": len(group.keys),
        "first": [found[key] for key in group.keys[:SHOWN] if key in found],
        "more": len(group.keys[SHOWN:]),
        "conspicuous": group.is_conspicuous(seats),
    }


def _take_back(
    request: HttpRequest, one: Registration, ticked: list[int], form: TransitionForm
) -> HttpResponse:
    """Cancel who is ticked, with an entry in the history of each; tell who has a seat instead."""
    with transaction.atomic():
        done = sources.take_back(one, ticked, **form.cleaned_data)
        _log(request, done.cancelled, _("Cancelled, with others of one network"))
    if not done.cancelled:
        messages.info(request, _("Nothing was cancelled: nobody was chosen, or all were already."))
        return redirect(LIST)
    count = len(done.cancelled)
    text = ngettext(
        "%(count)d registration is cancelled.", "%(count)d registrations are cancelled.", count
    )
    messages.success(request, text % {"count": count})
    tell_promoted(request, done.promoted)
    return redirect(LIST)


def _let_be(request: HttpRequest, one: Registration, ticked: list[int]) -> HttpResponse:
    """Take who is ticked out of the group; their registrations stay as they are."""
    with transaction.atomic():
        kept = sources.let_be(one, ticked)
        _log(request, kept, _("Looked at: no burst"))
    text = ngettext(
        "%(count)d registration stays, and is shown here no more.",
        "%(count)d registrations stay, and are shown here no more.",
        len(kept),
    )
    messages.success(request, text % {"count": len(kept)})
    return redirect(LIST)


def _log(request: HttpRequest, rows: list[Registration], text: str) -> None:
    user: Any = request.user
    LogEntry.objects.log_actions(user.pk, rows, CHANGE, change_message=text)
