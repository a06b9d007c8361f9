"""Invitations go out by e-mail."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations import services
from registrations.errors import InvitationClosed, NoAddress, RegistrationError
from registrations.models import Invitation


def send_invitations(request: HttpRequest, invitations: Iterable[Invitation]) -> None:
    """Write to each office; tell how many letters go out, and who gets none and why."""
    sent, no_address, closed = 0, [], []
    for invitation in invitations:
        try:
            services.send_invitation(invitation)
        except NoAddress:
            no_address.append(invitation.organisation)
        except InvitationClosed:
            closed.append(invitation.organisation)
        except RegistrationError as error:
            messages.error(request, f"{invitation.organisation}: {error}")
        else:
            sent += 1
    if sent:
        text = ngettext(
            "%(count)d invitation will be sent at once.",
            "%(count)d invitations will be sent at once.",
            sent,
        )
        messages.success(request, text % {"count": sent})
    if no_address:
        text = _("Without e-mail address, please tell them on another way: %(names)s.")
        messages.warning(request, text % {"names": "; ".join(no_address)})
    if closed:
        text = _("Not sent, for the time for answers is over: %(names)s.")
        messages.warning(request, text % {"names": "; ".join(closed)})
