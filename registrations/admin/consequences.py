"""What follows by itself where organizers save something: told, and asked about, before."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from events import mail
from events.admin.event import FOLLOWERS, Follower
from events.admin.sending import listed
from events.models import Event, Letter
from events.permissions import has_right
from registrations.errors import NoSeating
from registrations.models import Invitation, Registration
from registrations.services import reminders, transitions
from registrations.services.locking import hold_seats

CHANGE = "registration.change"
MOVED, REMINDER = "invitation.moved", "invitation.answer_reminder"


class SeatsAndLetters(Follower):
    """Who waits is seated where allotments keep a seat no longer; another hour is told."""

    def hold(self, event: Event) -> None:
        """Lock the seats."""
        hold_seats(event)

    def follow(self, request: HttpRequest, event: Event, *, moved: bool) -> None:
        """Seat who waits; tell whom no letter tells of another hour or place."""
        with suppress(NoSeating):
            tell_promoted(request, transitions.promote_waiting(event))
        if moved:
            mail.expect(lambda: _of_change(event))
            _tell_unreached(event)


FOLLOWERS.append(SeatsAndLetters())


def tell_promoted(request: HttpRequest, promoted: Sequence[Registration]) -> None:
    """Tell who of the waiting list has a seat now; the page that asks shows it, too."""
    if not promoted:
        return
    text = ngettext(
        "%(count)d delegate of the waiting list has a seat now: %(names)s.",
        "%(count)d delegates of the waiting list have seats now: %(names)s.",
        len(promoted),
    )
    may_see = has_right(request.user, "registrations.view_registration", promoted[0])
    names = listed([delegate.name for delegate in promoted]) if may_see else "…"
    messages.warning(request, text % {"count": len(promoted), "names": names})


@contextmanager
def letters_to_offices(event: Event, keys: Sequence[int]) -> Iterator[None]:
    """Let a step ask about the letters that the worker writes to these offices because of it."""
    before = {(letter.kind, letter.about) for letter in _to_offices(event, keys)}
    yield
    mail.expect(
        lambda: (
            letter
            for letter in _to_offices(event, keys)
            if (letter.kind, letter.about) not in before
        )
    )


def _tell_unreached(event: Event) -> None:
    """Name whom no letter tells of another hour or place."""
    for one in reminders.to_tell(event).filter(email="").order_by("name_sort"):
        mail.unreached(CHANGE, one, one.name, event=event)
    for office in Invitation.objects.told_otherwise(event).filter(contact_email=""):
        mail.unreached(MOVED, office, office.organisation, event=event)


def _of_change(event: Event) -> Iterator[Letter]:
    delegates = reminders.to_tell(event).exclude(email="").select_related("event").order_by("pk")
    yield from mail.not_written_yet(CHANGE, delegates, event)
    offices = Invitation.objects.to_tell(event).select_related("event").order_by("pk")
    yield from mail.not_written_yet(MOVED, offices, event)


def _to_offices(event: Event, keys: Sequence[int]) -> Iterator[Letter]:
    offices = Invitation.objects.select_related("event").filter(pk__in=keys).order_by("pk")
    yield from mail.not_written_yet(MOVED, offices.to_tell(event), event)
    due = reminders.to_remind(event).filter(pk__in=keys).select_related("event")
    for office in due.order_by("pk"):
        day = reminders.reminded_for(office).isoformat()
        yield from mail.not_written_yet(REMINDER, [office], event, {"day": day})
