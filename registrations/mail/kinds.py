"""The kinds of letters to delegates and to offices: how long each holds, and what it brings."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from events import mail
from events.mail import Composed, File, Kind, Recipient
from events.models import Event, Letter
from registrations.documents.tickets import ticket_pdf
from registrations.mail import calendar_file, wording
from registrations.models import Invitation, Registration, Substitution
from registrations.models.registration import TELLS_PLACE

Status = Registration.Status

TICKET, ENTRY, ENTRY_TAKEN_BACK = "phieu-tham-du.pdf", "lich-buoi-le.ics", "huy-lich-buoi-le.ics"


def day(event: Event) -> str:
    """Return the day to which the ceremony is fixed, as 2025-02-12."""
    return timezone.localdate(event.starts_at).isoformat() if event.starts_at else ""


def about(row: Registration | Substitution | Invitation) -> str:
    """Return how the keys of the letters about a row begin."""
    return mail.about_key(NOUNS[type(row)], row.pk)


class ToDelegate(Kind):
    """To who holds a registration, as long as it is in one of the `states`."""

    noun, permission = "registration", "registrations.view_registration"

    def __init__(self, name: str, *states: str) -> None:
        """`name` is that of the text, too."""
        super().__init__(name, f"registrations/mail/{name}.txt")
        self.states = states
        self.tells_place = f"{self.noun}.{name}" in TELLS_PLACE

    def rows(self, keys: Iterable[int]) -> Mapping[int, Registration]:
        """Read registrations with ceremony and seat."""
        return Registration.objects.select_related("event", "seat__row").in_bulk(keys)

    def recipient(self, about: Registration) -> Recipient:
        """Return the delegate."""
        return Recipient(wording.greeting(about), about.email)

    def why_overtaken(self, about: Registration, letter: Letter) -> str:
        """Return that the registration has come to another state."""
        if about.status in self.states:
            return ""
        return _("The registration is “%(state)s” by now.") % {"state": about.get_status_display()}

    def compose(self, about: Registration, letter: Letter) -> Composed:
        """Return the letter, with ticket and calendar file where it tells the place."""
        more = self.more(about, letter)
        return Composed(
            self.recipient(about),
            wording.to_holder(about, self.name, **more),
            self.files(about, **more),
            partial(self.note, about),
        )

    def more(self, about: Registration, letter: Letter) -> dict[str, Any]:
        """Return what text and files depend on besides the row."""
        return {}

    def files(self, about: Registration, **more: Any) -> tuple[File, ...]:
        """Return the files of who has a seat: the calendar has an entry once the hour is fixed."""
        if not self.tells_place or about.seat is None:
            return ()
        ticket = File(TICKET, "application/pdf", partial(ticket_pdf, about))
        if about.event.starts_at is None:
            return (ticket,)
        return (ticket, calendar_entry(about))

    def note(self, about: Registration) -> None:
        """Write down which place was told, unless the letter went to who was there before."""
        if self.tells_place and about.seat is not None:
            Registration.objects.filter(pk=about.pk, token=about.token).update(
                notified_row=about.seat.row_name, notified_chair=about.seat.chair
            )


class Cancellation(ToDelegate):
    """Who had a seat (`seated`) takes the ceremony off the calendar."""

    def more(self, about: Registration, letter: Letter) -> dict[str, Any]:
        """Return whether they had one: the row does not tell any more."""
        earlier = _letters(about)
        seated = letter.details.get("seated") or any(
            one.details.get("seated") or ENTRY in one.files
            for one in earlier.only("details", "files")
        )
        return {"seated": bool(seated)}

    def files(self, about: Registration, **more: Any) -> tuple[File, ...]:
        """Return what takes the entry back."""
        if not more["seated"] or about.event.starts_at is None:
            return ()
        taken_back = partial(calendar_file.cancelled_file, about)
        return (_calendar(ENTRY_TAKEN_BACK, "CANCEL", taken_back),)


class Change(ToDelegate):
    """Another hour or venue; who has an hour in a calendar that is open again takes it off."""

    def more(self, about: Registration, letter: Letter) -> dict[str, Any]:
        """Return whether a letter brought the entry, and none took it off."""
        if about.event.starts_at is not None:
            return {"unfixed": False}
        letters = _letters(about, since=about.substitutions.last()).only("files")
        brought = [name for one in letters for name in one.files if name != TICKET]
        return {"unfixed": bool(brought) and brought[-1] == ENTRY}

    def files(self, about: Registration, **more: Any) -> tuple[File, ...]:
        """Return the ticket, and what takes the entry back."""
        if not more["unfixed"]:
            return super().files(about)
        taken_back = partial(calendar_file.unfixed_file, about)
        return (*super().files(about), _calendar(ENTRY_TAKEN_BACK, "CANCEL", taken_back))

    def note(self, about: Registration) -> None:
        """Write down which change was told: a later one than the letter was written for."""
        super().note(about)
        Registration.objects.filter(pk=about.pk, token=about.token).update(
            notified_revision=about.event.revision
        )


class NewChair(ToDelegate):
    """Another place in the hall than was told."""

    def why_overtaken(self, about: Registration, letter: Letter) -> str:
        """Return that a letter has told this very place meanwhile."""
        if reason := super().why_overtaken(about, letter):
            return reason
        told = (about.notified_row, about.notified_chair)
        same = about.seat is not None and told == (about.seat.row_name, about.seat.chair)
        return _("The delegate was told this place already.") if same else ""


class Reminder(ToDelegate):
    """The ceremony is tomorrow: on the `day` that is written down."""

    def why_overtaken(self, about: Registration, letter: Letter) -> str:
        """Return that the ceremony is on another day by now."""
        if letter.details["day"] != day(about.event):
            return _("The ceremony is on another day by now.")
        return super().why_overtaken(about, letter)


class LostLink(ToDelegate):
    """The own page is of use after the ceremony, too: there a person asks for the own data."""

    until_start = False


class ToFormer(Kind):
    """To who was replaced: what becomes of the registration later leaves it."""

    noun, permission = "substitution", "registrations.view_registration"

    def rows(self, keys: Iterable[int]) -> Mapping[int, Substitution]:
        """Read substitutions with the registration and its ceremony."""
        return Substitution.objects.select_related("registration__event").in_bulk(keys)

    def recipient(self, about: Substitution) -> Recipient:
        """Return who was replaced."""
        return Recipient(wording.greeting(about), about.email)

    def why_overtaken(self, about: Substitution, letter: Letter) -> str:
        """Nothing overtakes it."""
        return ""

    def compose(self, about: Substitution, letter: Letter) -> Composed:
        """Return the letter; who was `seated` takes the ceremony off the calendar."""
        files: tuple[File, ...] = ()
        if letter.details["seated"] and about.registration.event.starts_at is not None:
            taken_back = partial(calendar_file.replaced_file, about)
            files = (_calendar(ENTRY_TAKEN_BACK, "CANCEL", taken_back),)
        return Composed(self.recipient(about), wording.to_former(about, self.name), files)


class ToOffice(Kind):
    """To the contact of an invited body, as long as it takes part."""

    noun, permission = "invitation", "registrations.view_invitation"

    def __init__(self, name: str) -> None:
        """`name` is that of the text, too."""
        super().__init__(name, f"registrations/invitation_mail/{name}.txt")

    def rows(self, keys: Iterable[int]) -> Mapping[int, Invitation]:
        """Read invitations with their ceremony and number."""
        return Invitation.objects.select_related("event").with_number().in_bulk(keys)

    def recipient(self, about: Invitation) -> Recipient:
        """Return the office."""
        return Recipient(wording.greeting_of_office(about), about.contact_email)

    def why_overtaken(self, about: Invitation, letter: Letter) -> str:
        """Return that nobody comes."""
        return _("The office has declined.") if about.declined_at is not None else ""

    def compose(self, about: Invitation, letter: Letter) -> Composed:
        """Return the letter."""
        return Composed(self.recipient(about), wording.to_office(about, self.name))


class LostInvitation(ToOffice):
    """To whoever is invited, also to who has declined and may think again."""

    until_start = False

    def why_overtaken(self, about: Invitation, letter: Letter) -> str:
        """Nothing overtakes it."""
        return ""


class AsksForAnswer(ToOffice):
    """Holds until the office answers, or cannot any more."""

    def why_overtaken(self, about: Invitation, letter: Letter) -> str:
        """Return that it has answered since, or that it is too late."""
        if about.replied_at is not None and about.replied_at >= letter.created_at:
            return _("The office has answered meanwhile.")
        return _("The last day for the answer has passed.") if about.is_closed() else ""


class TheInvitation(AsksForAnswer):
    """The invitation itself: that it was sent is noted when it is."""

    def compose(self, about: Invitation, letter: Letter) -> Composed:
        """Return the letter."""
        return replace(super().compose(about, letter), note_sent=partial(self.note, about))

    def note(self, about: Invitation) -> None:
        """Write down that it was sent, and which hour and place it told."""
        now = timezone.now()
        Invitation.objects.filter(pk=about.pk).update(
            sent_at=now, notified_revision=about.event.revision, changed_at=now
        )


class Moved(ToOffice):
    """Another hour or venue, as of now: which change it told is noted when it is sent."""

    def compose(self, about: Invitation, letter: Letter) -> Composed:
        """Return the letter."""
        return replace(super().compose(about, letter), note_sent=partial(self.note, about))

    def note(self, about: Invitation) -> None:
        """Write down which change was told."""
        Invitation.objects.filter(pk=about.pk).update(notified_revision=about.event.revision)


class AnswerReminder(AsksForAnswer):
    """Reminds of a last day for the answer, the `day` that is written down, if there is one."""

    def why_overtaken(self, about: Invitation, letter: Letter) -> str:
        """Return that the office may answer until another day by now."""
        if about.deadline is not None and letter.details["day"] != about.deadline.isoformat():
            return _("The office may answer until another day by now.")
        return super().why_overtaken(about, letter)


NOUNS: Mapping[type, str] = {
    Registration: ToDelegate.noun,
    Substitution: ToFormer.noun,
    Invitation: ToOffice.noun,
}
mail.register(
    ToDelegate("received", Status.PENDING),
    ToDelegate("confirmation", Status.CONFIRMED),
    ToDelegate("waiting", Status.WAITING),
    ToDelegate("promotion", Status.CONFIRMED),
    ToDelegate("declined", Status.DECLINED),
    Cancellation("cancellation", Status.CANCELLED),
    ToDelegate("substitution", *Registration.ACTIVE),
    Change("change", *Registration.ACTIVE),
    NewChair("new_chair", Status.CONFIRMED),
    Reminder("reminder", Status.CONFIRMED),
    ToDelegate("own_link", *Registration.ACTIVE),
    LostLink("lost_link", *Registration.ACTIVE),
    LostInvitation("lost_invitation"),
    ToFormer("replaced", "registrations/mail/replaced.txt"),
    TheInvitation("invitation"),
    AnswerReminder("answer_reminder"),
    Moved("moved"),
)


def _letters(registration: Registration, since: Substitution | None = None) -> Any:
    letters = Letter.objects.filter(key__startswith=about(registration)).order_by("pk")
    return letters if since is None else letters.filter(created_at__gt=since.replaced_at)


def calendar_entry(registration: Registration) -> File:
    """Return the file that puts the ceremony, whose hour is fixed, into a calendar."""
    return _calendar(ENTRY, "PUBLISH", partial(calendar_file.calendar_file, registration))


def _calendar(name: str, method: str, make: Any) -> File:
    return File(name, f"text/calendar; charset=utf-8; method={method}", make)
