"""Who has not answered: whom to call, and what to write."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from unfold.decorators import action

from events.admin import chasing, chasing_page
from events.admin.base import as_key
from events.admin.sending import asks
from events.models import Event, Letter
from events.permissions import has_right, has_right_somewhere
from events.vietnamese import phones
from registrations.admin.consequences import letters_to_offices
from registrations.admin.search import search_invitations
from registrations.errors import InvitationClosed, NoAddress, RegistrationError
from registrations.models import Invitation
from registrations.services import invitations as invitations_service

REMINDER, INVITED = "invitation.answer_reminder", "invitation.invitation"


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


class Unanswered(chasing.Section):
    """Invitations that nobody has answered, the most urgent first."""

    name = "invitations"
    label = gettext_lazy("Invitations")
    more = "admin/registrations/_chasing_invitation.html"
    new_deadline = gettext_lazy("Answer until %(day)s, before: %(before)s.")

    def may_see(self, request: HttpRequest, row: Any) -> bool:
        """Return whether the user may see invitations."""
        return has_right(request.user, "registrations.view_invitation", row)

    def found(self, event: Event, wanted: chasing.Wanted) -> Any:
        """Return the invitations to a ceremony."""
        rows: Any = Invitation.objects.unanswered().filter(event=event).with_sending()
        if wanted.typed:
            rows = search_invitations(rows, wanted.typed)
        if wanted.delegation:
            rows = rows.filter(delegation=wanted.delegation)
        letters = Letter.objects.filter(about=OuterRef("pk"))
        if wanted.state == "late":
            rows = rows.filter(deadline__lt=timezone.localdate())
        elif wanted.state == "call":
            rows = rows.filter(Q(contact_email="") | Q(sending=Invitation.Sending.FAILED))
        elif wanted.state == "never":
            rows = rows.exclude(Exists(letters.told().filter(kind=REMINDER)))
        return rows

    def why_none(self, event: Event) -> str:
        """Return whether nobody was invited, or everybody has answered."""
        if not Invitation.objects.filter(event=event).exists():
            return _("No invitation is entered yet.")
        return _("Every office that was invited has answered.")

    def lines(self, request: HttpRequest, rows: Sequence[Any]) -> list[chasing.Line]:
        """Return the lines of invitations."""
        prefetch_related_objects(rows, "calls", "delegation", "event")
        told = chasing.told([REMINDER, INVITED], [row.pk for row in rows], [REMINDER])
        return [self._line(request, row, told.get(row.pk, chasing.Told())) for row in rows]

    def _line(self, request: HttpRequest, row: Any, told: chasing.Told) -> chasing.Line:
        sending = Invitation.Sending(row.sending)
        sent = sending == Invitation.Sending.SENT
        day = f" {timezone.localtime(row.sent_at):%d/%m/%Y}" if sent and row.sent_at else ""
        late = row.deadline is not None and row.deadline < timezone.localdate()
        return chasing.Line(
            pk=row.pk,
            section=self,
            url=reverse("admin:registrations_invitation_change", args=[row.pk]),
            organisation=row.organisation,
            contact=row.contact_name or row.name,
            phone=row.contact_phone,
            phone_shown=phones.display(row.contact_phone),
            email=row.contact_email,
            waits=[
                _("Invitation not answered"),
                _("Invitation: %(state)s") % {"state": f"{sending.label}{day}"},
            ],
            deadline=row.deadline,
            is_late=late,
            told=told,
            calls=list(row.calls.all()),
            text=text_of(row, link_of(request, row)),
            row=row,
            group=row.delegation.name if row.delegation else "",
        )

    def numbers(self, found: Any) -> Iterable[tuple[str, str]]:
        """Return telephone and address of each."""
        numbers: Iterable[tuple[str, str]] = found.values_list("contact_phone", "contact_email")
        return numbers

    def may_note(self, request: HttpRequest, row: Any) -> bool:
        """Return whether the user may note calls."""
        return has_right(request.user, "registrations.add_calllog", row)

    def note(self, request: HttpRequest) -> str:
        """Note a call, and that nobody comes.

        Who has answered meanwhile was called all the same; what was said about an invitation that
        is gone is told back, to be kept elsewhere.
        """
        if not has_right_somewhere(request.user, "registrations.add_calllog"):
            raise PermissionDenied
        rows = Invitation.objects.with_state().select_related("event")
        found: Any = rows.filter(pk=as_key(request.POST.get("invitation", ""))).first()
        if found and not (self.may_see(request, found) and self.may_note(request, found)):
            raise PermissionDenied
        gone = _("This invitation has been removed meanwhile. The call is not noted: “%(said)s”.")
        if chasing.note_call(request, found, gone=gone):
            if "declined" in request.POST and self.may_remind(request, found):
                _decline(request, found)
            elif found.state != Invitation.State.OPEN:
                messages.warning(request, _("This office has answered meanwhile."))
        return f"{self.name}-{found.pk}" if found else ""

    def may_remind(self, request: HttpRequest, row: Any) -> bool:
        """Return whether the user may change invitations."""
        return has_right(request.user, "registrations.change_invitation", row)

    def remind(self, request: HttpRequest, event: Event, rows: Sequence[Any]) -> None:
        """Remind each office of its answer."""
        no_address, closed, told = [], [], []
        for row in rows:
            try:
                if not invitations_service.remind(row):
                    told.append(row.organisation)
            except NoAddress:
                no_address.append(row.organisation)
            except InvitationClosed:
                closed.append(row.organisation)
            except RegistrationError as error:
                messages.error(request, f"{row.organisation}: {error}")
        text = _("Without e-mail address, please tell them on another way: %(names)s.")
        chasing.tell_left_out(request, text, no_address)
        text = _("Not sent, for the time for answers is over: %(names)s.")
        chasing.tell_left_out(request, text, closed)
        text = _("A letter of today has reminded them already: %(names)s.")
        chasing.tell_left_out(request, text, told)

    def set_deadline(
        self, event: Event, rows: Sequence[Any], day: datetime.date
    ) -> Sequence[tuple[Invitation, datetime.date | None]]:
        """Give the invitations a common last day for the answer."""
        keys = [row.pk for row in rows]
        with letters_to_offices(event, keys):
            return invitations_service.set_deadline(event, keys, day)

    def tell_deadline(self, request: HttpRequest, event: Event, rows: Sequence[Any]) -> None:
        """Remind of the answer: the letter names the last day of now."""
        self.remind(request, event, rows)


chasing.register(Unanswered())


class FollowUpMixin:
    """Adds the list of who is awaited to the admin of invitations."""

    @action(description=gettext_lazy("Who has not answered"), permissions=["view"])
    def show_follow_up(self, request: HttpRequest) -> HttpResponse:
        """Lead to the list."""
        return redirect("admin:registrations_invitation_follow_up")

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the list."""
        view = self.admin_site.admin_view(self.follow_up_view)  # type: ignore[attr-defined]
        own = path("follow-up/", view, name="registrations_invitation_follow_up")
        return [own, *super().get_urls()]  # type: ignore[misc]

    @asks
    def follow_up_view(self, request: HttpRequest) -> HttpResponse:
        """Show who is awaited for the ceremony at hand; note a call, remind, set a deadline."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if request.method == "POST" and not {"do", "one"} & request.POST.keys():
            section = chasing.SECTIONS.get(request.POST.get("section", Unanswered.name))
            if section is None:
                raise PermissionDenied
            return redirect(f"{request.get_full_path()}#{section.note(request)}")
        return chasing_page.show(request, {"opts": self.opts})  # type: ignore[attr-defined]


def _decline(request: HttpRequest, invitation: Invitation) -> None:
    """Note that the office declined, or tell why that is not possible.

    What was said stays with the calls: the office would read the reason on its own page.
    """
    try:
        invitations_service.decline(invitation, by_organizer=True)
    except RegistrationError as error:
        messages.error(request, f"{invitation}: {error}")
