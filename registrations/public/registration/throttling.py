"""How often one may register, so that no program takes the hall."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from events.mailboxes import mailbox
from events.web import throttle

# with so many public seats an address may take what the settings say; with fewer, fewer in
# proportion, but so many always
NO_SMALL_HALL, ALWAYS = 120, 5
MORE_DELEGATES: Any = gettext_lazy(
    "Where an organisation sends more delegates, please ask the organizing committee for an "
    "invitation."
)


def slow_down(request: HttpRequest, phone: str, email: str, *, seats: int) -> None:
    """Raise `TooMany` for a flood, also of letters to one person.

    Forms that were filled in wrongly never count.
    """
    deeds = list(_of_address(request, seats))
    hour = throttle.HOUR
    deeds.append(
        throttle.Deed("registration by phone", phone, settings.REGISTRATIONS_PER_PHONE, hour)
    )
    if email:
        whose, most = mailbox(email), settings.REGISTRATIONS_PER_EMAIL
        deeds.append(throttle.Deed("registration by e-mail", whose, most, hour))
        deeds.append(throttle.Deed("registration, day", whose, 2 * most, throttle.DAY))
    throttle.hit_each(*deeds)


def _of_address(request: HttpRequest, seats: int) -> Iterator[throttle.Deed]:
    """Yield what counts for the address, so that it takes no great part of so many public seats."""
    for scope, limit, per in (
        ("registration, at once", settings.REGISTRATIONS_PER_ADDRESS_AT_ONCE, 10 * throttle.MINUTE),
        ("registration", settings.REGISTRATIONS_PER_ADDRESS, throttle.HOUR),
        ("registration, a day", settings.REGISTRATIONS_PER_ADDRESS_A_DAY, throttle.DAY),
    ):
        in_proportion = max(limit * seats // NO_SMALL_HALL, min(limit, ALWAYS))
        yield from throttle.of_address(request, scope, min(limit, in_proportion), per)
