"""Who has not answered: whom to call, and what to write."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from unfold.decorators import action

from events.admin import chasing
from events.admin.base import as_key
from events.vietnamese import phones
from registrations.errors import RegistrationError
from registrations.models import CallLog, Invitation
from registrations.models.invitation import InvitationQuerySet
from registrations.services import invitations as invitations_service

PER_PAGE = 50
MAY_NOTE = "registrations.add_calllog"


@dataclass(frozen=True)
class FollowUp:
    """An invitation without an answer, as a caller needs it."""

    invitation: Invitation
    person: str
    phone: str
    calls: list[CallLog]
    text: str
    sending: Invitation.Sending


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
                invitation.quota,
            )
            % {
                "count": invitation.quota,
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


def follow_up_page(
    request: HttpRequest, invitations: InvitationQuerySet
) -> tuple[Page[Invitation], list[FollowUp]]:
    """Return a page of the list, in a constant number of queries."""
    rows = invitations.with_sending().select_related("event").prefetch_related("calls")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page, [
        FollowUp(
            invitation=invitation,
            person=invitation.contact_name or invitation.name,
            phone=phones.display(invitation.contact_phone),
            calls=list(invitation.calls.all()),
            text=text_of(invitation, link_of(request, invitation)),
            sending=Invitation.Sending(invitation.sending),  # type: ignore[attr-defined]
        )
        for invitation in page
    ]


class FollowUpMixin:
    """Adds the follow-up list to the admin of invitations; a call is noted on it."""

    @action(description=gettext_lazy("Who has not answered"), permissions=["view"])
    def show_follow_up(self, request: HttpRequest) -> HttpResponse:
        """Lead to the follow-up list."""
        return redirect("admin:registrations_invitation_follow_up")

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the follow-up list."""
        view = self.admin_site.admin_view(self.follow_up_view)  # type: ignore[attr-defined]
        own = path("follow-up/", view, name="registrations_invitation_follow_up")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def follow_up_view(self, request: HttpRequest) -> HttpResponse:
        """Show whom to call for the ceremony at hand, with the text to send; note a call."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        section = chasing.SECTIONS.get(request.POST.get("section", ""))
        if section is not None:
            return redirect(f"{request.get_full_path()}#{section.note(request)}")
        if request.method == "POST":
            return self._note(request)
        event = self.at_hand(request, "view", "change")  # type: ignore[attr-defined]
        invitations = Invitation.objects.unanswered().filter(event=event)
        page, rows = follow_up_page(request, invitations)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Who has not answered"),
            "page": page,
            "rows": rows,
            "sections": chasing.shown(request) if page.number == 1 else [],
            "may_note": self.may(request, MAY_NOTE, event),  # type: ignore[attr-defined]
            "may_decline": self.has_change_permission(request, event),  # type: ignore[attr-defined]
            "today": timezone.localdate(),
        }
        return TemplateResponse(request, "admin/registrations/follow_up.html", context)

    def _note(self, request: HttpRequest) -> HttpResponse:
        rows = Invitation.objects.with_state().select_related("event")
        found = rows.filter(pk=as_key(request.POST.get("invitation", ""))).first()
        if not self.may(request, MAY_NOTE, found):  # type: ignore[attr-defined]
            raise PermissionDenied
        may_decline = self.has_change_permission(request, found)  # type: ignore[attr-defined]
        return note_call(request, found, may_decline=may_decline)


def note_call(request: HttpRequest, found: Any, *, may_decline: bool) -> HttpResponse:
    """Note what was said, and that nobody comes; come back to the same place of the list.

    Who has answered meanwhile was called all the same; what was said about an invitation that is
    gone is told back, to be kept elsewhere.
    """
    gone = _("This invitation has been removed meanwhile. The call is not noted: “%(said)s”.")
    if chasing.note_call(request, found, gone=gone):
        if "declined" in request.POST and may_decline:
            _decline(request, found)
        elif found.state != Invitation.State.OPEN:
            messages.warning(request, _("This office has answered meanwhile."))
    anchor = f"#call-{found.pk}" if found else ""
    return redirect(f"{request.get_full_path()}{anchor}")


def _decline(request: HttpRequest, invitation: Invitation) -> None:
    """Note that the office declined, or tell why that is not possible.

    What was said stays with the calls: the office would read the reason on its own page.
    """
    try:
        invitations_service.decline(invitation, by_organizer=True)
    except RegistrationError as error:
        messages.error(request, f"{invitation}: {error}")
