"""The steps that organizers take with registrations, each on a page that asks once more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.errors import NotAllowed, RegistrationError
from registrations.models import Registration
from registrations.services import transitions
from registrations.services.locking import lock_registration

Status = Registration.Status


@dataclass(frozen=True, kw_only=True)
class Transition:
    """What is offered, from which states, and which service does it."""

    name: str
    title: Any  # a lazy text
    explanation: Any
    icon: str
    states: tuple[str, ...]
    run: Callable[..., Registration]
    needs_reason: bool = True
    shows_reason: bool = False
    frees_seat: bool = False


TRANSITIONS = {
    transition.name: transition
    for transition in (
        Transition(
            name="approve",
            title=gettext_lazy("Approve"),
            explanation=gettext_lazy(
                "The delegate gets a public seat while one is free, "
                "else a place on the waiting list."
            ),
            icon="check_circle",
            states=(Status.PENDING,),
            run=lambda registration, *, reason, silently: transitions.approve(
                registration, silently=silently
            ),
            needs_reason=False,
        ),
        Transition(
            name="decline",
            title=gettext_lazy("Do not approve"),
            explanation=gettext_lazy("The registration gets no seat."),
            icon="block",
            states=(Status.PENDING,),
            run=transitions.decline,
            shows_reason=True,
        ),
        Transition(
            name="reserve",
            title=gettext_lazy("Give a reserve seat"),
            explanation=gettext_lazy(
                "The delegate gets a reserve seat at once, before all who wait. Where none is "
                "left and nobody is promoted (paused, ended, or the ceremony has begun), a free "
                "public seat."
            ),
            icon="event_seat",
            states=(Status.PENDING, Status.WAITING),
            run=transitions.give_reserve_seat,
        ),
        Transition(
            name="cancel",
            title=gettext_lazy("Cancel the registration"),
            explanation=gettext_lazy(
                "The seat is free then; a public seat goes to the first of the waiting list. "
                "A cancelled registration cannot be restored."
            ),
            icon="cancel",
            states=(Status.PENDING, Status.WAITING, Status.CONFIRMED),
            run=transitions.cancel,
            frees_seat=True,
        ),
    )
}


def take(
    request: HttpRequest,
    transition: Transition,
    registrations: Any,
    *,
    log: Callable[..., Any],
    reason: str,
    silently: bool,
) -> None:
    """Take the transition for each registration; `log` who did, and tell what became of it."""
    results: dict[str, int] = {}
    for registration in registrations:
        try:
            with transaction.atomic():
                done = _run(transition, registration, reason=reason, silently=silently)
                log(request, done, str(transition.title))
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


def _run(transition: Transition, registration: Registration, **how: Any) -> Registration:
    """Take the transition, unless somebody else has ended the registration meanwhile."""
    current = lock_registration(registration)
    if not current.is_active:
        text = _("This is not possible: the registration is “%(state)s”.")
        raise NotAllowed(text % {"state": current.get_status_display()})
    return transition.run(current, **how)
