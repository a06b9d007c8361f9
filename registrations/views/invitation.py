"""The office of an invited body answers, behind the secret link or with the short code."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from events import throttle
from registrations import services
from registrations.errors import ChangedMeanwhile, InvitationClosed, RegistrationError
from registrations.invitation_forms import CodeForm, DeclineForm, GuestForm, ListForm, read_line
from registrations.models import Invitation, Registration
from registrations.views.delegate import SeeOther, secret_page, submission_of

page = require_http_methods(["GET", "HEAD", "POST"])


# The code


@page
@secret_page
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the invitation."""
    if request.method != "POST":
        return _enter_page(request, CodeForm())
    return _look_up(request, CodeForm(request.POST))


@require_safe
@secret_page
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Lead on from an address that was typed."""
    return _look_up(request, CodeForm({"code": code}))


def _look_up(request: HttpRequest, form: CodeForm) -> HttpResponse:
    try:
        throttle.refuse_guesser(request, "invitation")
        if form.is_valid():
            found = Invitation.objects.filter(code=form.cleaned_data["code"]).first()
            if found is not None:
                return SeeOther(found.get_absolute_url())
            throttle.miss(request, "invitation")
            form.add_error("code", _("There is no invitation with this code."))
    except throttle.TooMany as error:
        form.add_error(None, str(error))
        return _enter_page(request, form, status=429)
    return _enter_page(request, form, status=404 if request.method != "POST" else 200)


def _enter_page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {"form": form}
    return _with_form(
        render(request, "registrations/invitation_enter.html", context, status=status)
    )


def _with_form(response: HttpResponse) -> HttpResponse:
    # without a referrer the browser hides the origin of the form too, and it would be refused
    response["Referrer-Policy"] = "same-origin"
    return response


# The page of the invitation


def _invitation(token: str) -> Invitation:
    found = Invitation.objects.select_related("event__contest", "delegation")
    invitation = found.filter(token=token).first()
    if invitation is None:
        raise Http404
    return invitation


@page
@secret_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation and who is named; take one more delegate."""
    found = _invitation(token)
    if request.method != "POST":
        return _page(request, found, GuestForm(invitation=found))
    form = GuestForm(request.POST, invitation=found)
    if form.is_valid():
        try:
            services.name_delegate(found, form.delegate(), submission=submission_of(request))
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            return SeeOther(found.get_absolute_url())
    return _page(request, found, form)


def _page(
    request: HttpRequest,
    found: Invitation,
    form: GuestForm,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    named = list(found.active().select_related("seat"))
    context = {
        "invitation": found,
        "event": found.event,
        "named": named,
        "left": found.places - len(named),
        "closed": str(InvitationClosed(found)) if found.is_closed() else "",
        "form": form,
        "notice": notice,
        "submission": submission_of(request) or uuid.uuid4(),
    }
    return _with_form(
        render(request, "registrations/invitation_detail.html", context, status=status)
    )


# Steps, each on a page of its own


def _step_page(
    request: HttpRequest, found: Invitation, form: forms.Form | None = None, **texts: Any
) -> HttpResponse:
    context = {
        "invitation": found,
        "event": found.event,
        "form": form,
        "submission": submission_of(request) or uuid.uuid4(),
        **texts,
    }
    return _with_form(render(request, "registrations/invitation_step.html", context))


@page
@secret_page
def name_list(request: HttpRequest, token: str) -> HttpResponse:
    """Take a pasted list; lines that cannot be taken stay on the page with the reason."""
    found = _invitation(token)
    if found.is_closed():
        return SeeOther(found.get_absolute_url())
    form = ListForm(request.POST if request.method == "POST" else None)
    done = ""
    if form.is_valid():
        wrong = _take_lines(found, form.cleaned_data["lines"], submission_of(request))
        if not wrong:
            return SeeOther(found.get_absolute_url())
        count = len(form.cleaned_data["lines"]) - len(wrong)
        done = ngettext(
            "%(count)d delegate was entered; the lines below were not.",
            "%(count)d delegates were entered; the lines below were not.",
            count,
        ) % {"count": count}
        form = ListForm({**request.POST.dict(), "lines": "\n".join(line for line, _why in wrong)})
        for number, (_line, why) in enumerate(wrong, 1):
            message = _("Line %(number)d: %(why)s") % {"number": number, "why": why}
            form.add_error("lines", message)
    return _step_page(
        request,
        found,
        form,
        title=_("Enter several delegates"),
        done=done,
        button=_("Enter the delegates"),
    )


def _take_lines(
    found: Invitation, lines: list[str], submission: uuid.UUID | None
) -> list[tuple[str, str]]:
    """Name whom the lines name; return the lines that were not taken, and why."""
    wrong = []
    for line in lines:
        form = GuestForm({**read_line(line), "consent": "on"}, invitation=found)
        if not form.is_valid():
            wrong.append((line, " ".join(message for _id, _label, message in form.wrong_fields())))
            continue
        try:
            services.name_delegate(found, form.delegate(), submission=submission)
        except RegistrationError as error:
            wrong.append((line, str(error)))
    return wrong


@page
@secret_page
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the reason, which need not be told; then note that nobody comes."""
    found = _invitation(token)
    if found.is_closed() or found.active().exists():
        return SeeOther(found.get_absolute_url())
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.decline_invitation(found, reason=form.cleaned_data["reason"])
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            return SeeOther(found.get_absolute_url())
    return _step_page(
        request,
        found,
        form,
        title=_("Decline the invitation?"),
        explanation=_("Until the deadline you can still think again and name delegates."),
        button=_("Decline the invitation"),
        danger=True,
    )


@page
@secret_page
def substitute(request: HttpRequest, token: str, delegate: str) -> HttpResponse:
    """Ask who comes in the place of a delegate."""
    found = _invitation(token)
    registration = _named(found, delegate)
    if registration is None or found.is_closed():
        return _changed(request, found)
    form = GuestForm(request.POST if request.method == "POST" else None, invitation=found)
    if form.is_valid():
        try:
            services.substitute(registration, delegate=form.delegate())
        except ChangedMeanwhile:
            return _changed(request, found)
        except RegistrationError as error:
            form.add_error(None, str(error))
        else:
            return SeeOther(found.get_absolute_url())
    return _step_page(
        request,
        found,
        form,
        title=_("Send somebody else"),
        registration=registration,
        explanation=_("Seat and code pass to the new delegate; the link of the former one ends."),
        button=_("Replace the delegate"),
    )


@page
@secret_page
def cancel_delegate(request: HttpRequest, token: str, delegate: str) -> HttpResponse:
    """Ask once more, then take the delegate back."""
    found = _invitation(token)
    registration = _named(found, delegate)
    if registration is None or found.is_closed():
        return _changed(request, found)
    if request.method == "POST":
        try:
            services.cancel_delegate(registration)
        except RegistrationError:
            return _changed(request, found)
        return SeeOther(found.get_absolute_url())
    return _step_page(
        request,
        found,
        title=_("Cancel this delegate?"),
        registration=registration,
        explanation=_(
            "The seat goes to the next delegate at once. To send somebody else, replace the "
            "delegate instead: the seat is kept then."
        ),
        button=_("Cancel the delegate"),
        danger=True,
    )


def _named(found: Invitation, token: str) -> Registration | None:
    """Return the delegate as long as it is the one whom the page showed."""
    return found.active().select_related("seat").filter(token=token).first()


def _changed(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Show the list as it stands now, instead of a step that came too late."""
    notice = "" if found.is_closed() else str(ChangedMeanwhile())
    return _page(request, found, GuestForm(invitation=found), notice=notice, status=409)
