"""The first page of the admin: the ceremony at hand in numbers, with the ways to the work."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from agenda.models import PreparationTask
from contest_portal.operations import state
from events.mail.sending import queue_state
from events.models import Event, OfficialDocument, Plan
from events.permissions import (
    has_right,
    may_print,
    may_see_register,
    may_see_registrations,
)
from registrations.models import DataRequest, Invitation, Seating
from registrations.services.counts import with_counts
from registrations.services.sources import bursts
from sponsorship.services import balance


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the page. The number of statements does not depend on the data."""
    if has_right(request.user, "events.view_letter"):
        context["letters"] = queue_state()
    if has_right(request.user, "contest_portal.view_operationrun"):
        context["operations"] = state.overview()
    event = Event.objects.current() or Event.objects.order_by("-window_end").first()
    context["event"] = event
    if event is None:
        return context
    if may_see_registrations(request.user):
        context["seating"] = with_counts(Seating.objects.filter(event=event)).first()
        if context["seating"] and has_right(request.user, "registrations.change_registration"):
            context["bursts"] = bursts(context["seating"])
        context["registrations_url"] = reverse("admin:registrations_registration_changelist")
    if has_right(request.user, "registrations.view_invitation"):
        unanswered = Invitation.objects.unanswered().filter(event=event)
        context["unanswered"] = unanswered.count()
    if has_right(request.user, "registrations.view_datarequest"):
        overdue = Count("pk", filter=Q(pk__in=DataRequest.objects.overdue()))
        context["asked"] = DataRequest.objects.open().aggregate(open=Count("pk"), overdue=overdue)
    if may_print(request.user):
        context["plan"] = Plan.objects.filter(event=event).first()
        context["preparation"] = _preparation(event)
        context["tasks"] = _open_tasks(event)
    if may_see_register(request.user):
        context["issued"] = OfficialDocument.objects.filter(event=event).current().count()
    if has_right(request.user, "sponsorship.view_instalment"):
        context["balance"] = balance(event, timezone.localdate())
    return context


def _preparation(event: Event) -> dict[str, int]:
    done = Q(status=PreparationTask.Status.DONE)
    counts: dict[str, int] = event.preparation_tasks.aggregate(
        all=Count("pk"), done=Count("pk", filter=done)
    )
    return counts


def _open_tasks(event: Event) -> list[PreparationTask]:
    open_tasks = event.preparation_tasks.exclude(status=PreparationTask.Status.DONE)
    return list(open_tasks.order_by("due_on", "position")[:5])
