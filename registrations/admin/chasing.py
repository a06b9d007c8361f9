"""Who has not answered: whom to call, and what to write."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from events.vietnamese import phones
from registrations.models import CallLog, Invitation

PER_PAGE = 50


@dataclass(frozen=True)
class Chased:
    """An invitation without an answer, as a caller needs it."""

    invitation: Invitation
    phone: str
    calls: list[CallLog]
    text: str


def link_of(request: HttpRequest, invitation: Invitation) -> str:
    """Return the whole secret address, of the page in Vietnamese."""
    with override("vi"):
        return request.build_absolute_uri(invitation.get_absolute_url())


def text_of(invitation: Invitation, link: str) -> str:
    """Return a message in Vietnamese, ready to be sent by any means."""
    event = invitation.event
    with override("vi"):
        person = [invitation.get_honorific_display(), invitation.name]
        addressee = [" ".join(filter(None, person)), invitation.position, invitation.organisation]
        lines = [
            _("To: %(addressee)s") % {"addressee": ", ".join(filter(None, addressee))},
            ngettext(
                "The organizing committee has invited you to send %(count)d delegate to: "
                "%(title)s; time: %(when)s; venue: %(venue)s.",
                "The organizing committee has invited you to send %(count)d delegates to: "
                "%(title)s; time: %(when)s; venue: %(venue)s.",
                invitation.places,
            )
            % {
                "count": invitation.places,
                "title": event.title,
                "when": event.when(),
                "venue": event.venue,
            },
            _("Please answer by the end of %(day)s at: %(link)s")
            % {"day": f"{invitation.deadline:%d/%m/%Y}", "link": link}
            if invitation.deadline
            else _("Please answer at: %(link)s") % {"link": link},
            _("Code of the invitation: %(code)s. Thank you very much.") % {"code": invitation.code},
        ]
    return "\n".join(lines)


def chase_page(
    request: HttpRequest, invitations: QuerySet[Invitation]
) -> tuple[Page[Invitation], list[Chased]]:
    """Return a page of the list, in a constant number of queries."""
    rows = invitations.select_related("event").prefetch_related("calls")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page, [
        Chased(
            invitation=invitation,
            phone=phones.display(invitation.contact_phone),
            calls=list(invitation.calls.all()),
            text=text_of(invitation, link_of(request, invitation)),
        )
        for invitation in page
    ]
