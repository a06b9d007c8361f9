"""Letters and tickets of delegates: printed, and sent again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action

from events.admin.base import as_key
from events.admin.papers import pdf_response
from registrations import mail, services
from registrations.documents import ticket_pdf, tickets_pdf
from registrations.letter_paper import letter_pdf
from registrations.models import Registration

MOST_TICKETS = 500  # in one PDF, which takes a minute then


class LettersAndTickets:
    """Adds them to the admin of registrations."""

    get_queryset: Any

    @action(description=_("Print the ticket"), icon="confirmation_number", permissions=["view"])
    def ticket_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return the ticket as PDF."""
        found = get_object_or_404(
            self.get_queryset(request), pk=as_key(object_id), seat__isnull=False
        )
        return pdf_response(ticket_pdf(found), f"phieu-tham-du-{found.code}")

    @action(description=_("Print the letter"), icon="print", permissions=["change"])
    def notice_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return the letter of the present state as PDF, for who has no e-mail address."""
        found = get_object_or_404(self.get_queryset(request), pk=as_key(object_id))
        return pdf_response(letter_pdf(mail.read_out(found)), f"thong-bao-{found.code}")

    @admin.action(description=_("Print the tickets"), permissions=["view"])
    def tickets_chosen(
        self, request: HttpRequest, chosen: QuerySet[Registration]
    ) -> HttpResponse | None:
        """Return the tickets of those who have a seat as one PDF."""
        holders = chosen.filter(seat__isnull=False).select_related("event", "seat")
        count = holders.count()
        if not count:
            messages.warning(request, _("None of the chosen delegates has a seat: no ticket."))
        elif count > MOST_TICKETS:
            text = _("At most %(most)d tickets are printed at once; %(count)d are chosen.")
            messages.error(request, text % {"most": MOST_TICKETS, "count": count})
        else:
            return pdf_response(tickets_pdf(holders), "phieu-tham-du")
        return None

    @admin.action(description=_("Send the letter again"), permissions=["change"])
    def letter_chosen(self, request: HttpRequest, chosen: QuerySet[Registration]) -> None:
        """Queue the letter of the present state once more, to the present address."""
        registrations = list(chosen)
        sent = sum(map(services.tell_again, registrations))
        if sent:
            text = ngettext(
                "%(count)d letter will be sent at once.",
                "%(count)d letters will be sent at once.",
                sent,
            )
            messages.success(request, text % {"count": sent})
        if others := len(registrations) - sent:
            text = ngettext(
                "%(count)d delegate gets no letter: no e-mail address, or the ceremony began.",
                "%(count)d delegates get no letter: no e-mail address, or the ceremony began.",
                others,
            )
            messages.warning(request, text % {"count": others})
