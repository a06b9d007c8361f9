"""What an office does about a whole invitation or about one delegate, each on a page of its own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.web import throttle
from events.web.links import SeeOther, secret_page
from registrations import mail
from registrations.errors import ChangedMeanwhile
from registrations.models import Invitation
from registrations.public.invitation.forms import (
    DeclineForm,
    GuestCorrectionForm,
    GuestForm,
    YesForm,
)
from registrations.public.invitation.rows import GuestRows
from registrations.public.invitation.views import (
    attempt,
    find_invitation,
    invitation_page,
    page,
    show,
)
from registrations.public.links import ticket_file
from registrations.services import invitations
from registrations.services.delegate_keys import find


@page
@secret_page
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the reason, which need not be told; then note that nobody comes."""
    found = find_invitation(request, token)
    if found.is_closed() or found.active().exists():
        return SeeOther(found.get_absolute_url())
    form = DeclineForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        found,
        form,
        lambda: invitations.decline(found, reason=form.cleaned_data["reason"]),
        title=_("Decline the invitation?"),
        explanation=_("Until the deadline you can still think again and name delegates."),
        button=_("Decline the invitation"),
        danger=True,
    )


@page
@secret_page
def substitute(request: HttpRequest, token: str, delegate: str) -> HttpResponse:
    """Ask who comes in the place of a delegate."""
    found = find_invitation(request, token)
    registration = find(found, delegate)
    form = GuestForm(request.POST if request.method == "POST" else None, invitation=found)
    if registration is None or found.is_closed():
        return _changed(request, found, form)
    return _step(
        request,
        found,
        form,
        lambda: invitations.substitute(registration, delegate=form.delegate()),
        done=_("The delegate is replaced."),
        title=_("Send somebody else"),
        registration=registration,
        explanation=_("Seat and code pass to the new delegate; the link of the former one ends."),
        button=_("Replace the delegate"),
    )


@page
@secret_page
def correct(request: HttpRequest, token: str, delegate: str) -> HttpResponse:
    """Ask what is to be corrected of a delegate who stays the same person."""
    found = find_invitation(request, token)
    registration = find(found, delegate)
    if registration is None or found.is_closed():
        return _changed(request, found)
    data = request.POST if request.method == "POST" else None
    form = GuestCorrectionForm(data, invitation=found, registration=registration)
    return _step(
        request,
        found,
        form,
        lambda: invitations.correct_delegate(registration, delegate=form.delegate()),
        done=_("The correction is saved."),
        title=_("Correct the details"),
        registration=registration,
        explanation=_(
            "Seat and code stay. Of the name only the spelling can be corrected; where somebody "
            "else comes, go back and choose “Send somebody else”. A new e-mail address gets the "
            "letter once more."
        ),
        button=_("Save the correction"),
    )


@page
@secret_page
def cancel_delegate(request: HttpRequest, token: str, delegate: str) -> HttpResponse:
    """Ask once more, then take the delegate back."""
    found = find_invitation(request, token)
    registration = find(found, delegate)
    if registration is None or found.is_closed():
        return _changed(request, found)
    return _step(
        request,
        found,
        YesForm(request.POST if request.method == "POST" else None),
        lambda: invitations.cancel_delegate(registration),
        done=_("The delegate is cancelled."),
        title=_("Cancel this delegate?"),
        registration=registration,
        explanation=_(
            "The seat goes to the next delegate at once. To send somebody else, replace the "
            "delegate instead: the seat is kept then."
        ),
        button=_("Cancel the delegate"),
        danger=True,
    )


@require_safe
@secret_page
def ticket(request: HttpRequest, token: str, delegate: str) -> HttpResponse:
    """Return the ticket of a delegate, to be printed for them."""
    found = find_invitation(request, token)
    registration = find(found, delegate)
    return _changed(request, found) if registration is None else ticket_file(registration)


@require_safe
@secret_page
def letter(request: HttpRequest, token: str, delegate: str) -> HttpResponse:
    """Show the letter to who has no e-mail, to be read out over the telephone or printed."""
    found = find_invitation(request, token)
    registration = find(found, delegate)
    if registration is None:
        return _changed(request, found)
    former = next(iter(reversed(registration.substitutions.all())), None)
    context = {
        "registration": registration,
        # the letter holds the secret link, which is of who can be written to alone
        "letter": None if registration.email else mail.delegates.read_out(registration),
        "former": mail.delegates.read_out_replaced(former) if former and not former.email else None,
    }
    return show(request, "invitation_letter", found, context)


def _step(
    request: HttpRequest,
    found: Invitation,
    form: forms.Form,
    write: Callable[[], object],
    done: str = "",
    **texts: Any,
) -> HttpResponse:
    """Do what the form asks for and lead back, where `done` is said, or show the form."""
    late: throttle.TooMany | None = None
    if form.is_valid():
        try:
            late = attempt(found, form, write)
        except ChangedMeanwhile:
            return _changed(request, found, form)
        if not form.errors:
            if done:
                messages.success(request, done)
            if notice := getattr(form, "notice", ""):
                messages.warning(request, notice)
            return SeeOther(found.get_absolute_url())
    return show(request, "invitation_step", found, {"form": form, **texts}, late)


def _changed(
    request: HttpRequest, found: Invitation, form: forms.Form | None = None
) -> HttpResponse:
    """Show the list as it stands now, instead of a step that came too late.

    Whoever was named in the form is not typed once more: it stands there as that of a newcomer.
    """
    notice = "" if found.is_closed() else str(ChangedMeanwhile())
    typed = isinstance(form, GuestForm) and form.is_bound
    rows = GuestRows.of(found, form.data) if form and typed else None
    response = invitation_page(request, found, rows, notice=notice)
    response.status_code = 409
    return response
