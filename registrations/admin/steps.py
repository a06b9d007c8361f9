"""The steps that organizers take with registrations, each on a page that asks once more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations import services
from registrations.errors import RegistrationError
from registrations.models import Registration

Status = Registration.Status


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is offered, from which states, and which service does it."""

    name: str
    title: Any  # a lazy text
    explanation: Any
    icon: str
    states: tuple[str, ...]
    run: Callable[..., Registration]
    needs_reason: bool = True
    is_told_reason: bool = False
    frees_seat: bool = False


STEPS = {
    step.name: step
    for step in (
        Step(
            name="approve",
            title=gettext_lazy("Approve"),
            explanation=gettext_lazy(
                "The delegate gets a public seat while one is free, "
                "else a place on the waiting list."
            ),
            icon="check_circle",
            states=(Status.PENDING,),
            run=lambda registration, *, reason, silently: services.approve(
                registration, silently=silently
            ),
            needs_reason=False,
        ),
        Step(
            name="decline",
            title=gettext_lazy("Do not approve"),
            explanation=gettext_lazy("The registration gets no seat."),
            icon="block",
            states=(Status.PENDING,),
            run=services.decline,
            is_told_reason=True,
        ),
        Step(
            name="reserve",
            title=gettext_lazy("Give a reserve seat"),
            explanation=gettext_lazy(
                "The delegate gets a reserve seat at once, before all who wait."
            ),
            icon="event_seat",
            states=(Status.PENDING, Status.WAITING),
            run=services.give_reserve_seat,
        ),
        Step(
            name="cancel",
            title=gettext_lazy("Cancel the registration"),
            explanation=gettext_lazy(
                "The seat is free then; a public seat goes to the first of the waiting list. "
                "A cancelled registration cannot be restored."
            ),
            icon="cancel",
            states=(Status.PENDING, Status.WAITING, Status.CONFIRMED),
            run=services.cancel,
            frees_seat=True,
        ),
    )
}


def take(
    request: HttpRequest, step: Step, registrations: Any, *, reason: str, silently: bool
) -> None:
    """Take the step for each registration; tell what became of it."""
    results: dict[str, int] = {}
    for registration in registrations:
        try:
            done = step.run(registration, reason=reason, silently=silently)
            state = done.get_status_display()
        except RegistrationError as error:
            messages.error(request, f"{registration.name}: {error}")
        else:
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
