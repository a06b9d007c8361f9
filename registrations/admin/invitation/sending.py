"""Invitations go out: by e-mail, or on paper."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.sending import asks, listed
from registrations.errors import InvitationClosed, NoAddress, RegistrationError
from registrations.models import Invitation
from registrations.models.invitation import InvitationQuerySet
from registrations.services import invitations as invitations_service

Sending = Invitation.Sending


class SendingActions:
    """Adds the ways of sending to the list of invitations."""

    @asks
    @admin.action(description=gettext_lazy("Send by e-mail"), permissions=["change"])
    def send_chosen(self, request: HttpRequest, chosen: InvitationQuerySet) -> None:
        """Write to the chosen offices to which no invitation has gone out yet; name the others."""
        rows: list[Any] = list(chosen.select_related("event").with_sending())
        fresh = (Sending.NOT_YET, Sending.FAILED)
        send_invitations(request, [row for row in rows if row.sending in fresh])
        if others := [row.organisation for row in rows if row.sending not in fresh]:
            text = _(
                "Sent already or waiting to be sent, so not sent again: %(names)s. To write to "
                "them once more, choose “Send once more by e-mail”."
            )
            messages.warning(request, text % {"names": listed(others)})

    @asks
    @admin.action(description=gettext_lazy("Send once more by e-mail"), permissions=["change"])
    def send_again_chosen(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        """Write to all chosen offices, also where the invitation has gone out."""
        send_invitations(request, chosen.select_related("event"))

    @admin.action(description=gettext_lazy("Note as sent on paper"), permissions=["change"])
    def sent_chosen(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        """Note that the chosen invitations went out today, where nothing is noted yet."""
        noted = invitations_service.note_sent(chosen)
        text = ngettext(
            "%(count)d invitation is noted as sent.",
            "%(count)d invitations are noted as sent.",
            noted,
        )
        messages.success(request, text % {"count": noted})


def send_invitations(request: HttpRequest, invitations: Iterable[Invitation]) -> None:
    """Write to each office; tell who gets no letter, and why."""
    no_address, closed = [], []
    for invitation in invitations:
        try:
            invitations_service.send(invitation)
        except NoAddress:
            no_address.append(invitation.organisation)
        except InvitationClosed:
            closed.append(invitation.organisation)
        except RegistrationError as error:
            messages.error(request, f"{invitation.organisation}: {error}")
    if no_address:
        text = _("Without e-mail address, please tell them on another way: %(names)s.")
        messages.warning(request, text % {"names": listed(no_address)})
    if closed:
        text = _("Not sent, for the time for answers is over: %(names)s.")
        messages.warning(request, text % {"names": listed(closed)})
