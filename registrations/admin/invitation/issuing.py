"""Invitations get numbers: one for all, or one each, as many as can be made while one waits."""

import time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDateWidget

from events.admin.base import as_key
from events.documents import KINDS, approvals, register
from events.documents.errors import AlreadyIssued, RegisterError
from registrations.models import Invitation

SECONDS = 20  # of issuing in one request; what is left goes on with the next press


class DayForm(forms.Form):
    """The day that all of them bear."""

    day = forms.DateField(
        label=gettext_lazy("Day of issue"),
        widget=UnfoldAdminDateWidget,
        initial=timezone.localdate,
    )


class IssuingActions:
    """Adds to the list of invitations the ways to number them."""

    may: Any
    at_hand: Any

    @display(description=gettext_lazy("number of the invitation"))
    def issued_shown(self, invitation: Any) -> SafeString | str:
        """Return the number that the paper bears, with the way to the register."""
        paper = invitation.issued_as
        if paper is None:
            return "–"
        url = reverse("admin:events_officialdocument_change", args=[paper["pk"]])
        text = f"{paper['number']:02d}/{paper['symbol']}"
        return format_html('<a class="text-link" href="{}">{}</a>', url, text)

    def has_number_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Return whether the user may issue papers."""
        return bool(self.may(request, "number", object_id))

    @action(
        description=gettext_lazy("Issue this invitation"),
        icon="verified",
        variant=ActionVariant.PRIMARY,
        permissions=["number"],
    )
    def issue_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that gives this invitation a number of its own."""
        found = get_object_or_404(Invitation, pk=as_key(object_id))
        return redirect("admin:events_paper_issue", "invitations", found.event_id, found.pk)

    @action(description=gettext_lazy("One number for all"), icon="verified", permissions=["number"])
    def issue_all(self, request: HttpRequest) -> HttpResponse:
        """Go to the page that issues one paper for all, who stand in its annex."""
        event = self.at_hand(request, "number")
        if event is None:
            return redirect("admin:registrations_invitation_changelist")
        return redirect("admin:events_paper_issue", "invitations", event.pk)

    @admin.action(description=gettext_lazy("Issue: a number each"), permissions=["number"])
    def issue_chosen(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> Any:
        """Ask for the day and say what it means; then give each of the chosen its own number."""
        if not self.has_number_permission(request):
            raise PermissionDenied
        rows = list(chosen.select_related("event"))
        form = DayForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            rows = _issue(request, rows, form.cleaned_data["day"])
            if not rows:
                return None
        context = {
            **admin.site.each_context(request),
            "title": _("Issue: a number each"),
            "form": form,
            "rows": rows,
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/registrations/invitation_issue.html", context)

    @admin.action(description=gettext_lazy("Present for approval"), permissions=["number"])
    def present_chosen(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        """Present the chosen, each by itself; say by name what could not be."""
        user: Any = request.user
        done = 0
        for row in chosen.select_related("event"):
            try:
                approvals.present(KINDS["invitations"], row.event, row.pk, by=user)
                done += 1
            except ObjectDoesNotExist:
                text = _("The ceremony has no plan yet, whose head the paper bears.")
                messages.error(request, text)
                return
            except RegisterError as error:
                messages.error(request, f"{row.organisation}: {error}")
        if done:
            text = ngettext(
                "%(count)d invitation was presented and waits for a decision.",
                "%(count)d invitations were presented and wait for a decision.",
                done,
            )
            messages.success(request, text % {"count": done})


def _issue(request: HttpRequest, rows: list[Invitation], day: Any) -> list[Invitation]:
    """Issue one after the other, each by itself; return those for which the time was too short."""
    until = time.monotonic() + SECONDS
    user: Any = request.user
    issued: list[str] = []
    while rows and time.monotonic() < until:
        row = rows.pop(0)
        entry = register.Entry(
            kind=KINDS["invitations"], event=row.event, key=row.pk, day=day, by=user
        )
        try:
            issued.append(register.issue(entry).number_and_symbol)
        except AlreadyIssued as error:
            text = _("%(organisation)s has the number %(number)s already.")
            number = error.document.number_and_symbol
            messages.warning(request, text % {"organisation": row.organisation, "number": number})
        except ObjectDoesNotExist:
            messages.error(request, _("The ceremony has no plan yet, whose head the paper bears."))
            return []
        except RegisterError as error:
            messages.error(request, f"{row.organisation}: {error}")
    if issued:
        text = ngettext(
            "%(count)d invitation was issued: %(first)s.",
            "%(count)d invitations were issued: %(first)s to %(last)s.",
            len(issued),
        )
        values = {"count": len(issued), "first": issued[0], "last": issued[-1]}
        messages.success(request, text % values)
    return rows
