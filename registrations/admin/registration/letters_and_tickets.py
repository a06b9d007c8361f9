"""Letters and tickets of delegates: printed, and sent again."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.enums import ActionVariant

from events.admin.base import as_key
from events.admin.printing import PAPER, PRINTED, pdf_response, print_batch
from events.admin.sending import asks, listed
from events.audit.notes import note
from registrations import mail
from registrations.documents.tickets import ticket_pdf, tickets_of
from registrations.mail.printed import letter_pdf
from registrations.models import Registration
from registrations.services import reminders

TICKET, LETTER = gettext_noop("ticket"), gettext_noop("letter of the present state")


class LettersAndTickets:
    """Adds them to the admin of registrations."""

    admin_site: Any
    get_queryset: Any
    has_change_permission: Any
    opts: Any

    @action(
        description=_("Print the ticket"),
        icon="confirmation_number",
        variant=ActionVariant.PRIMARY,
        permissions=["view"],
    )
    def ticket_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return the ticket as PDF."""
        found = get_object_or_404(
            self.get_queryset(request), pk=as_key(object_id), seat__isnull=False
        )
        note(PRINTED, PAPER, about=found, name=TICKET)
        return pdf_response(ticket_pdf(found), f"phieu-tham-du-{found.code}")

    @action(description=_("Print the letter"), icon="print", permissions=["change"])
    def notice_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return the letter of the present state as PDF, for who has no e-mail address."""
        found = get_object_or_404(self.get_queryset(request), pk=as_key(object_id))
        note(PRINTED, PAPER, about=found, name=LETTER)
        return pdf_response(letter_pdf(mail.delegates.read_out(found)), f"thong-bao-{found.code}")

    @admin.action(description=_("Print the tickets"), permissions=["view"])
    def tickets_chosen(
        self, request: HttpRequest, chosen: QuerySet[Registration]
    ) -> HttpResponse | None:
        """Return the tickets of those who have a seat as one PDF."""
        batch = tickets_of(chosen.filter(seat__isnull=False))
        if not batch.keys:
            messages.warning(request, _("None of the chosen delegates has a seat: no ticket."))
            return None
        if others := list(chosen.filter(seat__isnull=True).values_list("name", flat=True)):
            text = gettext("No ticket, for they have no seat: %(names)s.")
            messages.warning(request, text % {"names": listed(others)})
        return print_batch(request, batch)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the page."""
        view = self.admin_site.admin_view(self.letter_view)
        name = "registrations_registration_letter"
        return [path("<int:pk>/letter/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    @asks
    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the letter of the present state and to whom it goes; send it when asked to."""
        kept = Registration.objects.filter(erased_at=None).select_related("event", "seat__row")
        found = get_object_or_404(kept, pk=pk)
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        if request.method == "POST":
            tell_again(request, [found])
            return redirect("admin:registrations_registration_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Send the letter again"),
            "registration": found,
            "letter": mail.delegates.read_out(found).text,
        }
        return TemplateResponse(request, "admin/registrations/registration_letter.html", context)

    @asks
    @admin.action(description=_("Send the letter again"), permissions=["change"])
    def letter_chosen(self, request: HttpRequest, chosen: QuerySet[Registration]) -> None:
        """Queue the letter of the present state once more, to the present address."""
        tell_again(request, chosen)


def tell_again(request: HttpRequest, registrations: Iterable[Registration]) -> None:
    """Queue the letter to each; tell who gets none, for the ceremony began."""
    silent = [one for one in registrations if not reminders.send_again(one)]
    if others := [one.name for one in silent if one.event.has_begun()]:
        text = gettext("No letter, for the ceremony began: %(names)s.")
        messages.warning(request, text % {"names": listed(others)})
