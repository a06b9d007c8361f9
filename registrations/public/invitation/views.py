"""The office of an invited body answers, behind the secret link or with the short code."""

import uuid
from collections.abc import Callable
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.audit.actors import act_as
from events.web import pages, throttle
from events.web.links import SeeOther, secret_page, submission_of, with_form
from registrations.documents.invitations import addressee
from registrations.errors import (
    ChangedMeanwhile,
    InvitationClosed,
    RegistrationError,
    RowsRefused,
)
from registrations.models import Invitation, Registration, Seating
from registrations.public.invitation.forms import CodeForm
from registrations.public.invitation.rows import (
    BLANK,
    ROWS_MAX,
    ConsentForm,
    GuestRow,
    GuestRows,
)
from registrations.services import allocation, consents, invitations
from registrations.services.delegate_keys import delegate_key
from registrations.services.waiting_list import queue_positions_of

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
        return throttle.throttled(_enter_page(request, form), error)
    return _enter_page(request, form, status=404 if request.method != "POST" else 200)


def _enter_page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    content = pages.Content.read()  # for who has no right code: whom to call
    pages.tell(request, content.version)
    context = {"form": form, "event": pages.current_event(content.version, content.event_id)}
    return with_form(render(request, "registrations/invitation_enter.html", context, status=status))


# The page of the invitation

WRITES, WRITES_PER_DELEGATE = 120, 6  # in an hour; a list is one
PLACE = "__place__"  # stands in the row that the browser copies


def find_invitation(request: HttpRequest, token: str) -> Invitation:
    """Return the invitation that a secret link opens; a link of nobody's is counted."""
    invitation = pages.first_read(lambda: Invitation.objects.of_link(token))
    if invitation is None:
        throttle.miss(request, "invitation link")
        raise Http404
    act_as("office", invitation.organisation)
    pages.tell(request, invitation.content_version)
    event = pages.current_event(invitation.content_version or "", invitation.event_id)
    if event is not None:
        invitation.event = event
    return invitation


def seats_for(found: Invitation) -> int | None:
    """Return how many more delegates of this invitation have a seat now; None without seats."""
    seating = pages.remember(
        f"seating:{found.content_version}:{found.event_id}",
        lambda: list(Seating.objects.filter(event=found.event_id)),
    )
    return (
        allocation.free_seats(seating[0], found.event).for_newcomers(found.delegation_id)
        if seating
        else None
    )


def slow_down(found: Invitation) -> None:
    """Count what an office writes, whoever of it and from wherever. Raises `TooMany`."""
    limit = max(WRITES, WRITES_PER_DELEGATE * found.quota)
    throttle.hit("invitation", str(found.pk), limit, throttle.HOUR)


def attempt(
    found: Invitation, form: forms.Form | GuestRows, write: Callable[[], object]
) -> throttle.TooMany | None:
    """Do what a valid form asks for; what stands against it is told in the form.

    Raises `ChangedMeanwhile`: then it is another page that has to be shown.
    """
    try:
        slow_down(found)
        write()
    except ChangedMeanwhile:
        raise
    except RegistrationError as error:
        form.add_error(None, str(error))
    except throttle.TooMany as error:
        form.add_error(None, str(error))
        return error
    return None


@page
@secret_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation and who is named; take all whom the office names with one form."""
    found = find_invitation(request, token)
    if request.method != "POST":
        return invitation_page(request, found)
    if rows := GuestRows.reshaped(found, request.POST):
        return invitation_page(request, found, rows)
    rows = GuestRows.sent(found, request.POST)
    late = None
    if rows.is_valid():
        late = attempt(found, rows, lambda: _name(request, found, rows))
        if not rows.errors:
            return SeeOther(found.get_absolute_url())
    return invitation_page(request, found, rows, late=late)


def _name(request: HttpRequest, found: Invitation, rows: GuestRows) -> None:
    """Name all of the rows and say so, or say at the rows why nobody is named."""
    try:
        made = invitations.name_delegates(
            found, rows.delegates(), submission=submission_of(request)
        )
    except RowsRefused as error:
        rows.refuse(error.reasons)
        return
    text = ngettext("%(count)d delegate is named.", "%(count)d delegates are named.", len(made))
    messages.success(request, text % {"count": len(made)})
    for notice in rows.notices:
        messages.warning(request, notice)


def invitation_page(
    request: HttpRequest,
    found: Invitation,
    rows: GuestRows | None = None,
    *,
    notice: str = "",
    late: throttle.TooMany | None = None,
) -> HttpResponse:
    """Show the invitation; with a `notice`, instead of a step that came too late."""
    named = found.named_with_seats()
    waits = any(registration.status == Registration.Status.WAITING for registration in named)
    places = queue_positions_of(found) if waits else {}
    steps = Steps(found)
    for registration in named:
        registration.known_position = places.get(registration.pk)
    closed = str(InvitationClosed(found)) if found.is_closed() else ""
    with translation.override("vi"):
        whom = addressee(found)
    blank = _blank_row(found)
    context = {
        "addressee": whom.split(", ", 1),  # who, and of what office
        "named": [(registration, steps.of(registration)) for registration in named],
        "waits": waits,
        "left": max(found.quota - len(named), 0),
        "most": min(max(found.quota - len(named), 1), ROWS_MAX),
        "seats": seats_for(found),
        "closed": closed,
        "rows": rows,
        "blank_row": blank,
        "first_row": _row_of(blank, len(named) + 1),
        "consent": _consent(found, rows),
        "typed": rows.typed() if rows and closed else rows.beyond if rows else [],
        "notice": notice,
    }
    return show(request, "invitation_detail", found, context, late)


class Steps:
    """Addresses of what an office does about each delegate whom it has named."""

    NAMES = ("ticket", "letter", "correct", "substitute", "cancel")
    SOMEBODY = "0" * 64  # stands where the key of a delegate will stand

    def __init__(self, found: Invitation) -> None:
        # a page may list a hundred delegates: an address is looked up once, not for each of them
        self.patterns = {
            name: reverse(f"invitations:{name}", args=[found.token, self.SOMEBODY])
            for name in self.NAMES
        }

    def of(self, registration: Registration) -> dict[str, str]:
        """Return the addresses about one delegate, by name of the step."""
        key = delegate_key(registration)
        return {
            name: pattern.replace(self.SOMEBODY, key) for name, pattern in self.patterns.items()
        }


def _blank_row(found: Invitation) -> SafeString:
    """Return the row that the browser copies, which is the same for all and slow to make."""

    def make() -> SafeString:
        row = GuestRow(number=BLANK, invitation=found)
        return render_to_string("registrations/_guest_row.html", {"row": row, "place": PLACE})

    return pages.remember(f"guest-row:{get_language()}", make)


def _row_of(blank: SafeString, place: int) -> SafeString:
    """Return the first row, still empty."""
    html = blank.replace(BLANK, "0").replace(PLACE, str(place))
    return mark_safe(html)  # noqa: S308  (rendered from our template)


def _consent(found: Invitation, rows: GuestRows | None) -> SafeString:
    """Return the notice and the box; empty, which is slow to make, they are the same for all."""

    def make(form: ConsentForm) -> SafeString:
        html = render_crispy_form(form, context={"event": found.event})
        return mark_safe(html)  # noqa: S308  (rendered from the form's templates)

    if rows is not None:
        return make(rows.consent)
    name = f"guest-consent:{consents.shown_as(found.event)}"
    return pages.remember(name, lambda: make(ConsentForm()))


def show(
    request: HttpRequest,
    name: str,
    found: Invitation,
    context: dict[str, Any],
    late: throttle.TooMany | None = None,
) -> HttpResponse:
    """Return a page of the invitation; who wrote too often is told when to try again."""
    context = {
        "invitation": found,
        "event": found.event,
        "submission": submission_of(request) or uuid.uuid4(),
        **context,
    }
    response = render(request, f"registrations/{name}.html", context)
    return with_form(throttle.throttled(response, late))
