"""What organizers do about a registration, each on a page that asks once more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.transitions import TransitionPage
from registrations.errors import NotAllowed, RegistrationError
from registrations.models import Registration
from registrations.services import transitions
from registrations.services.locking import lock_registration


@dataclass(frozen=True, kw_only=True)
class DelegatePage(TransitionPage):
    """What a transition asks for, and which service does it."""

    run: Callable[..., Registration]
    needs_reason: bool = True
    shows_reason: bool = False
    frees_seat: bool = False


def _approve(registration: Registration, *, reason: str, silently: bool) -> Registration:
    return transitions.approve(registration, silently=silently)


PAGES = {
    page.name: page
    for page in (
        DelegatePage(
            transition=transitions.APPROVE,
            title=gettext_lazy("Approve"),
            explanation=gettext_lazy(
                "The delegate gets a public seat while one is free, "
                "else a place on the waiting list."
            ),
            icon="check_circle",
            is_main=True,
            run=_approve,
            needs_reason=False,
        ),
        DelegatePage(
            transition=transitions.DECLINE,
            title=gettext_lazy("Do not approve"),
            explanation=gettext_lazy("The registration gets no seat."),
            icon="block",
            run=transitions.decline,
            shows_reason=True,
        ),
        DelegatePage(
            transition=transitions.RESERVE,
            title=gettext_lazy("Give a reserve seat"),
            explanation=gettext_lazy(
                "The delegate gets a reserve seat at once, before all who wait. Where none is "
                "left and nobody is promoted (paused, ended, or the ceremony has begun), a free "
                "public seat."
            ),
            icon="event_seat",
            run=transitions.give_reserve_seat,
        ),
        DelegatePage(
            transition=transitions.CANCEL,
            title=gettext_lazy("Cancel the registration"),
            explanation=gettext_lazy(
                "The seat is free then; a public seat goes to the first of the waiting list. "
                "A cancelled registration cannot be restored."
            ),
            icon="cancel",
            run=transitions.cancel,
            frees_seat=True,
        ),
    )
}


def take(
    request: HttpRequest,
    page: DelegatePage,
    registrations: Any,
    *,
    log: Callable[..., Any],
    reason: str,
    silently: bool,
) -> None:
    """Take it for each registration; `log` who did, and tell what became of it."""
    results: dict[str, int] = {}
    for registration in registrations:
        try:
            with transaction.atomic():
                done = _run(page, registration, reason=reason, silently=silently)
                log(request, done, str(page.title))
        except RegistrationError as error:
            messages.error(request, f"{registration.name}: {error}")
        else:
            state = done.get_status_display()
            results[state] = results.get(state, 0) + 1
    for state, count in results.items():
        text = ngettext(
            "%(count)d registration is now “%(state)s”.",
            "%(count)d registrations are now “%(state)s”.",
            count,
        )
        messages.success(request, text % {"count": count, "state": state})
    if not registrations:
        messages.warning(request, _("No registration was chosen."))


def _run(page: DelegatePage, registration: Registration, **how: Any) -> Registration:
    """Take the transition, unless somebody else has ended the registration meanwhile."""
    current = lock_registration(registration)
    if not current.is_active:
        text = _("This is not possible: the registration is “%(state)s”.")
        raise NotAllowed(text % {"state": current.get_status_display()})
    return page.run(current, **how)
