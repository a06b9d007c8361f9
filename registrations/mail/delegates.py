"""The letters to delegates: one function each, queued in the caller's transaction.

Who has no e-mail address gets no letter; an organizer reads the same text, see `read_out`.
A letter with the ticket notes in the registration which place it told: no step could know better.
"""

import datetime

from django.utils import timezone

from events import mail
from events.models import Event, Letter
from events.models.letter import LetterQuerySet
from registrations.mail import wording
from registrations.models import Registration, Seat, Substitution

Status = Registration.Status

TAKEN_BACK = ("calendar_cancelled",)  # of who had one


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
    """A seat is kept; with ticket and calendar file."""
    return _queue(registration, "confirmation", files=_seated(registration))


def waiting(registration: Registration) -> bool:
    """All seats are taken; the place on the waiting list."""
    return _queue(registration, "waiting")


def promotion(registration: Registration) -> bool:
    """Who waited has a seat now; with ticket and calendar file."""
    return _queue(registration, "promotion", files=_seated(registration))


def declined(registration: Registration) -> bool:
    """The organizing committee did not approve, and why."""
    return _queue(registration, "declined")


def cancellation(registration: Registration, *, seated: bool = False) -> bool:
    """The registration is cancelled; who was `seated` takes the ceremony off the calendar."""
    return _queue(registration, "cancellation", files=TAKEN_BACK if seated else ())


def substitution(registration: Registration, former: Substitution) -> bool:
    """Somebody comes in the place of another; with the files once there is a seat."""
    return _queue(registration, "substitution", f"-{former.pk}", files=_files(registration))


def replaced(former: Substitution, *, seated: bool) -> bool:
    """To who was replaced. Nothing in it opens anything, and nothing tells who comes instead.

    Its key is none of the present delegate's: what becomes of the registration later leaves it.
    """
    registration = former.registration
    event = registration.event
    if not former.email or event.has_begun():
        return False
    return mail.queue(
        key=f"{_replaced_of(registration)}{former.pk}",
        event=event,
        to=former.email,
        letter=read_out_replaced(former),
        attachments=[("calendar_replaced", former.pk)] if seated else [],
    )


def change(registration: Registration) -> bool:
    """Hour, day or venue were changed; once for each change.

    Where the hour is open again, who has it in a calendar takes it off.
    """
    event, files = registration.event, _files(registration)
    if event.starts_at is None and _has_entry(registration):
        files = (*files, "calendar_unfixed")
    _bring_up_to_date(registration)
    return _queue(registration, "change", f"-{event.revision}", files=files)


def new_chair(registration: Registration) -> bool:
    """Another place in the hall than was told, or the first; what waits of a former one is void."""
    mail.withdraw(f"{_about(registration)}new_chair-")
    _bring_up_to_date(registration)
    return _queue(
        registration, "new_chair", f"-{timezone.now().isoformat()}", files=_seated(registration)
    )


def reminder(registration: Registration) -> bool:
    """The ceremony is tomorrow; once for each day that it was fixed to."""
    return _queue(
        registration, "reminder", f"-{day(registration.event)}", files=_seated(registration)
    )


def again(registration: Registration) -> bool:
    """The letter of the present state once more, to the present address."""
    moment = timezone.now().isoformat()
    return _queue(
        registration, STATE_LETTER[registration.status], f"-{moment}", files=_files(registration)
    )


def own_link(registration: Registration) -> bool:
    """Somebody asked once more for a seat for who has one; with the link, to the known address."""
    letter = wording.to_holder(registration, "own_link")
    # made also for who has no address: how long the answer takes must not tell who has one
    return _send(registration, "own_link", f"-{timezone.now().isoformat()}", letter)


def follow(registration: Registration, *, before: str) -> None:
    """Where the address is another than `before`: what waits goes no more there, but here.

    What waits may hold the secret link, and an address that is mended was a stranger's.
    """
    if registration.email != before and registration.is_active:
        withdraw(registration)
        again(registration)


def withdraw(registration: Registration) -> None:
    """Take back what is not sent yet, for it is no longer true; also from a former address.

    Who is written to next was told no place.
    """
    mail.withdraw(_about(registration))
    _note_told(registration, None)


def forget(registration: Registration) -> None:
    """Wipe out all letters to who holds or held this registration; for who erases their data."""
    mail.forget(_about(registration))
    mail.forget(_replaced_of(registration))
    _note_told(registration, None)


def forget_former(former: Substitution) -> None:
    """Wipe out the letters to who was replaced, and to who held the registration before."""
    mail.forget(f"{_replaced_of(former.registration)}{former.pk}")
    mail.forget(_about(former.registration), until=former.replaced_at)


def letters_of(registration: Registration, since: datetime.datetime | None) -> LetterQuerySet:
    """Return the letters to who holds the registration `since` then, without what they say.

    Those to whom that person came instead of are told apart by time, as `forget_former` does it.
    """
    letters = Letter.objects.filter(key__startswith=_about(registration))
    if since is not None:
        letters = letters.filter(created__gt=since)
    return letters.defer("message", "html_message").select_related("event").order_by("pk")


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


def day(event: Event) -> str:
    """Return the day to which the ceremony is fixed, as 2025-02-12."""
    return timezone.localdate(event.starts_at).isoformat() if event.starts_at else ""


def _about(registration: Registration) -> str:
    return f"registration-{registration.pk}-"


def _replaced_of(registration: Registration) -> str:
    return f"replaced-{registration.pk}-"


def _seated(registration: Registration) -> tuple[str, ...]:
    """Return the files of who has a seat: the calendar has an entry once the hour is fixed."""
    return ("ticket", "calendar") if registration.event.starts_at else ("ticket",)


def _has_entry(registration: Registration) -> bool:
    """Return whether a letter brought the ceremony into the calendar, and none took it off."""
    former = registration.substitutions.last()
    letters = letters_of(registration, former.replaced_at if former else None)
    names = [name for letter in letters for name, _key in letter.attachment_keys]
    last = next((name for name in reversed(names) if name != "ticket"), "")
    return last == "calendar"


def _bring_up_to_date(registration: Registration) -> None:
    """Let what waits with a ticket name the hour and the place that hold now, as the ticket does.

    What is in the hands of a worker just now does not: so a letter of its own tells of it, too.
    """
    mail.rewrite(
        _about(registration),
        lambda rest: wording.to_holder(registration, rest.partition("-")[0]),
        attachment=("ticket", registration.pk),
    )


def _files(registration: Registration) -> tuple[str, ...]:
    """Return the files that go with the present state."""
    if registration.status == Status.CONFIRMED:
        return _seated(registration)
    if registration.status == Status.CANCELLED:
        letters = Letter.objects.filter(key__startswith=_about(registration))
        if letters.filter(attachment_keys__contains=[["calendar", registration.pk]]).exists():
            return TAKEN_BACK
    return ()


def _queue(
    registration: Registration, occasion: str, each: str = "", *, files: tuple[str, ...] = ()
) -> bool:
    if not _can_be_told(registration):
        return False
    letter = wording.to_holder(registration, occasion, files)
    queued = _send(registration, occasion, each, letter, files)
    if queued and "ticket" in files:
        _note_told(registration, registration.seat)
    return queued


def _can_be_told(registration: Registration) -> bool:
    return bool(registration.email) and not registration.event.has_begun()


def _send(
    registration: Registration,
    occasion: str,
    each: str,
    letter: mail.Text,
    files: tuple[str, ...] = (),
) -> bool:
    return _can_be_told(registration) and mail.queue(
        key=f"{_about(registration)}{occasion}{each}",
        event=registration.event,
        to=registration.email,
        letter=letter,
        attachments=[(name, registration.pk) for name in files],
    )


def _note_told(registration: Registration, seat: Seat | None) -> None:
    """Note which place was told; without a seat: none was, to who holds the registration now."""
    row, chair = (seat.row_name, seat.chair) if seat else (None, None)
    if (registration.notified_row, registration.notified_chair) != (row, chair):
        rows = Registration.objects.filter(pk=registration.pk)
        rows.update(notified_row=row, notified_chair=chair)
        registration.notified_row, registration.notified_chair = row, chair  # a later save keeps it
