"""The letters to delegates: one function each, queued in the caller's transaction.

Who has no e-mail address gets no letter; an organizer reads the same text, see `read_out`. A letter
that tells the place notes it in the registration when it is sent.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import mail
from events.models import Event, Letter
from events.models.letter import LetterQuerySet
from registrations.mail import wording
from registrations.mail.kinds import ToDelegate, about, day
from registrations.models import Registration, Substitution

Status = Registration.Status


def notify(registration: Registration, *, before: str = "") -> bool:
    """Queue the letter that tells the state which the registration has come to from `before`."""
    if before == Status.WAITING and registration.status == Status.CONFIRMED:
        return promotion(registration)
    if before == Status.CONFIRMED and registration.status == Status.CANCELLED:
        return cancellation(registration, seated=True)
    return {
        Status.PENDING: received,
        Status.CONFIRMED: confirmation,
        Status.WAITING: waiting,
        Status.DECLINED: declined,
        Status.CANCELLED: cancellation,
    }[Status(registration.status)](registration)


def received(registration: Registration) -> bool:
    """The registration came in and awaits approval."""
    return _queue(registration, "received")


def confirmation(registration: Registration) -> bool:
    """A seat is kept."""
    return _queue(registration, "confirmation")


def waiting(registration: Registration) -> bool:
    """All seats are taken; the place on the waiting list."""
    return _queue(registration, "waiting")


def promotion(registration: Registration) -> bool:
    """Who waited has a seat now."""
    return _queue(registration, "promotion")


def declined(registration: Registration) -> bool:
    """The organizing committee did not approve, and why."""
    return _queue(registration, "declined")


def cancellation(registration: Registration, *, seated: bool = False) -> bool:
    """The registration is cancelled; who was `seated` takes the ceremony off the calendar."""
    return _queue(registration, "cancellation", seated=seated)


def substitution(registration: Registration, former: Substitution) -> bool:
    """Somebody comes in the place of another."""
    return _queue(registration, "substitution", str(former.pk))


def replaced(former: Substitution, *, seated: bool) -> bool:
    """To who was replaced. Nothing in it opens anything, and nothing tells who comes instead."""
    kind, event = "substitution.replaced", former.registration.event
    if event.has_begun():
        return False
    if not former.email:
        mail.unreached(kind, former, former.name, event=event)
        return False
    return mail.queue(kind, former, event=event, details={"seated": seated})


def change(registration: Registration) -> bool:
    """Hour, day or venue were changed; once for each change, and what waits tells the last one."""
    mail.withdraw(f"{about(registration)}change-")
    return _queue(registration, "change", str(registration.event.revision))


def new_chair(registration: Registration) -> bool:
    """Another place in the hall than was told."""
    return _queue(registration, "new_chair", timezone.now().isoformat())


def reminder(registration: Registration) -> bool:
    """The ceremony is tomorrow; once for each day that it was fixed to."""
    fixed_to = day(registration.event)
    return _queue(registration, "reminder", fixed_to, day=fixed_to)


def again(registration: Registration) -> bool:
    """The letter of the present state once more."""
    name = STATE_LETTER[registration.status]
    mail.withdraw(mail.about_key(ToDelegate.noun, registration.pk, name))  # twice, it goes once
    return _queue(registration, name, timezone.now().isoformat())


def own_link(registration: Registration) -> bool:
    """Somebody asked once more for a seat for who has one; with the link, to the known address.

    Queued also for who has no address, to be sent to nobody: how long the answer takes must not
    tell who has one.
    """
    return not registration.event.has_begun() and mail.queue(
        "registration.own_link",
        registration,
        event=registration.event,
        occasion=timezone.now().isoformat(),
    )


def lost_link(event: Event, registrations: Iterable[Registration]) -> int:
    """The own link once more, as somebody asked who knows the address; also after the ceremony."""
    occasion = timezone.now().isoformat()
    return mail.queue_each("registration.lost_link", registrations, event=event, occasion=occasion)


def follow(registration: Registration, *, before: str) -> None:
    """Where the address is another than `before`: what was told there is told here once more.

    What a worker has in its hands just now still goes to the former one.
    """
    if registration.email != before and registration.is_active:
        mail.withdraw(about(registration), reason=_("The e-mail address is another one by now."))
        again(registration)


def withdraw(registration: Registration) -> None:
    """Take back what is not sent yet: it speaks to who was replaced.

    Who is written to next was told no place.
    """
    mail.withdraw(about(registration), reason=_("Somebody else comes by now."))
    _forget_place(registration)


def forget(registration: Registration) -> None:
    """Wipe out all letters to who holds or held this registration; for who erases their data."""
    mail.forget(about(registration))
    for former in registration.substitutions.all():
        mail.forget(about(former))
    _forget_place(registration)


def forget_former(former: Substitution) -> None:
    """Wipe out the letters to who was replaced, and to who held the registration before."""
    mail.forget(about(former))
    mail.forget(about(former.registration), until=former.replaced_at)


def letters_of(registration: Registration, since: datetime.datetime | None) -> LetterQuerySet:
    """Return the letters to who holds the registration `since` then, without what they say.

    Those to whom that person came instead of are told apart by time, as `forget_former` does it.
    """
    letters = Letter.objects.filter(key__startswith=about(registration))
    if since is not None:
        letters = letters.filter(created_at__gt=since)
    return letters.defer("text", "html").select_related("event").order_by("pk")


STATE_LETTER: dict[str, str] = {
    Status.PENDING: "received",
    Status.CONFIRMED: "confirmation",
    Status.WAITING: "waiting",
    Status.DECLINED: "declined",
    Status.CANCELLED: "cancellation",
}


def read_out(registration: Registration) -> mail.Text:
    """Return the letter of the present state, for an organizer to read out or to print.

    Who came in the place of another is told so.
    """
    came_instead = registration.is_active and bool(registration.substitutions.all())
    occasion = "substitution" if came_instead else STATE_LETTER[registration.status]
    return wording.to_holder(registration, occasion)


def read_out_replaced(former: Substitution) -> mail.Text:
    """Return the letter to who was replaced, to be read out or printed."""
    return wording.to_former(former, "replaced")


def _queue(registration: Registration, name: str, occasion: str = "", **details: Any) -> bool:
    kind, event = f"{ToDelegate.noun}.{name}", registration.event
    if event.has_begun():
        return False
    if not registration.email:
        mail.unreached(kind, registration, registration.name, event=event)
        return False
    return mail.queue(kind, registration, event=event, occasion=occasion, details=details)


def _forget_place(registration: Registration) -> None:
    rows = Registration.objects.filter(pk=registration.pk)
    rows.update(notified_row=None, notified_chair=None)
    registration.notified_row = registration.notified_chair = None
