"""Bodies are invited, and their offices answer."""

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.db import IntegrityError
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event
from events.vietnamese.names import plain
from events.vietnamese.namesakes import Namesakes
from events.vietnamese.persons import split_description, without_honorific
from registrations import mail
from registrations.errors import (
    ANOTHER_NAME,
    ANOTHER_PERSON,
    NAME_TAKEN,
    NO_PLACE_LEFT,
    AlreadyRegistered,
    ChangedMeanwhile,
    NoAddress,
    NotAllowed,
    QuotaReached,
    QuotaTooSmall,
    RowsRefused,
    named_twice,
)
from registrations.models import ConsentPurpose, Invitation, Registration, Substitution
from registrations.models.registration import new_token
from registrations.services import consents
from registrations.services.identity import Delegate, find_same
from registrations.services.locking import (
    broken_constraint,
    hold_seats,
    lock,
    lock_registration,
    one_transaction,
)
from registrations.services.origins import OfficePage
from registrations.services.quota import open_invitation
from registrations.services.registration import CODE_ATTEMPTS, Channel, record_consent, register
from registrations.services.transitions import cancel, correct

REPLACED = ("honorific", "name", "position", "organisation", "phone", "email", "note")


def invite(*, event: Event, **fields: object) -> Invitation:
    """Enter an invitation. Raises `NotAllowed`."""
    for attempt in range(1, CODE_ATTEMPTS + 1):
        invitation = Invitation(event=event, notified_revision=event.revision, **fields)
        try:
            with one_transaction():
                invitation.save(force_insert=True)
                return invitation
        except IntegrityError as error:
            once = "registrations_invitation_code_once"
            if broken_constraint(error) != once or attempt == CODE_ATTEMPTS:
                raise
    raise AssertionError("not reached")


def change(invitation: Invitation, **fields: object) -> Invitation:
    """Change what is written of an invitation; who is named stays.

    Raises `QuotaTooSmall`, `NotAllowed`.
    """
    with one_transaction():
        hold_seats(invitation.event)
        current = Invitation.objects.select_related("event").get(pk=invitation.pk)
        for name, value in fields.items():
            setattr(current, name, value)
        named = current.active().count()
        if current.quota < named:
            raise QuotaTooSmall(named)
        current.save(update_fields=[*fields, "changed_at"])
    return current


def send(invitation: Invitation) -> Invitation:
    """Write to the office, with code and link; also once more. The outbox notes when it is sent.

    Raises `NoAddress`, `InvitationClosed`, `NotAllowed`.
    """
    with one_transaction():
        hold_seats(invitation.event)
        current = open_invitation(invitation.pk)
        if not mail.offices.invitation(current):
            raise NoAddress
    return current


def remind(invitation: Invitation) -> bool:
    """Ask the office once more for its answer; return False where a letter of today asked it.

    Who was not invited by letter or on paper is written to in the same way: the letter invites.
    Raises `NoAddress`, `InvitationClosed`, `NotAllowed`.
    """
    with one_transaction():
        hold_seats(invitation.event)
        current = open_invitation(invitation.pk)
        if not current.contact_email:
            raise NoAddress
        return mail.offices.reminder_now(current)


def set_deadline(
    event: Event, keys: Iterable[int], day: datetime.date
) -> list[tuple[Invitation, datetime.date | None]]:
    """Give invitations that are not answered a common last day; return those changed, with theirs.

    Raises `NotAllowed`.
    """
    with one_transaction():
        hold_seats(event)
        rows = Invitation.objects.unanswered().filter(event=event, pk__in=list(keys))
        changed = [(row, row.deadline) for row in rows if row.deadline != day]
        Invitation.objects.filter(pk__in=[row.pk for row, _before in changed]).update(
            deadline=day, changed_at=timezone.now()
        )
    return changed


def note_sent(invitations: Iterable[Invitation]) -> int:
    """Note of invitations on paper that they are sent now; return of how many it was not noted."""
    keys = [invitation.pk for invitation in invitations]
    now = timezone.now()
    unsent = Invitation.objects.filter(pk__in=keys, sent_at__isnull=True)
    revision = Event.objects.filter(pk=OuterRef("event")).values("revision")
    return unsent.update(sent_at=now, changed_at=now, notified_revision=Subquery(revision))


def remove(invitation: Invitation) -> None:
    """Take an invitation off the list, with the letters about it: their link opens nothing."""
    with one_transaction():
        hold_seats(invitation.event)
        list(Invitation.objects.select_for_update().filter(pk=invitation.pk))  # before its letters
        mail.offices.forget(invitation)
        invitation.delete()


def name_delegate(
    invitation: Invitation, delegate: Delegate, *, submission: uuid.UUID | None = None
) -> Registration:
    """Give a place of the invitation to a delegate, who then stands in line like everybody.

    Raises what `register` raises.
    """
    return register(
        event=invitation.event,
        delegate=delegate,
        origin=OfficePage(invitation=invitation, submission=submission),
    )


def name_delegates(
    invitation: Invitation, delegates: Sequence[Delegate], *, submission: uuid.UUID | None = None
) -> list[Registration]:
    """Give places of the invitation to several delegates, in this order: to all, or to nobody.

    Raises `RowsRefused`, which says why at each who is in the way; `InvitationClosed`,
    `NotAllowed`, `NoSeating`.
    """
    made, reasons = [], {}
    seen: Namesakes[bool] = Namesakes()
    with one_transaction():
        lock(invitation.event_id)
        open_invitation(invitation.pk)
        for place, delegate in enumerate(delegates):
            # with the same submission the second would be taken for the first, mended
            if seen.find(delegate.name):
                reasons[place] = named_twice(delegate.name)
                continue
            seen.add(True, delegate.name)
            try:
                made.append(name_delegate(invitation, delegate, submission=submission))
            except QuotaReached:
                reasons[place] = str(NO_PLACE_LEFT)
            except (AlreadyRegistered, NotAllowed) as error:
                reasons[place] = str(error)
        if reasons:
            raise RowsRefused(reasons)
    return made


def decline(invitation: Invitation, *, reason: str = "", by_organizer: bool = False) -> Invitation:
    """Note that nobody comes; possible while nobody is named.

    `by_organizer`: who was told on the telephone, also after the deadline. Raises `NotAllowed`;
    of an office `InvitationClosed`.
    """
    with one_transaction():
        lock(invitation.event_id)
        current = open_invitation(invitation.pk, by_organizer=by_organizer)
        if current.active().exists():
            raise NotAllowed(_("Delegates are named. To decline, please cancel them first."))
        current.replied_at = current.declined_at = timezone.now()
        current.decline_reason = reason
        current.save(update_fields=["replied_at", "declined_at", "decline_reason", "changed_at"])
    return current


def reopen(invitation: Invitation) -> Invitation:
    """Take back that the office declined, noted by mistake: it is asked for its answer again.

    Raises `NotAllowed`.
    """
    with one_transaction():
        lock(invitation.event_id)
        current = open_invitation(invitation.pk, by_organizer=True)
        if current.declined_at is None:
            raise NotAllowed(_("This office has not declined."))
        current.replied_at = current.declined_at = None
        current.decline_reason = ""
        current.save(update_fields=["replied_at", "declined_at", "decline_reason", "changed_at"])
    return current


def substitute(
    registration: Registration,
    *,
    delegate: Delegate,
    channel: Channel = Channel.INVITATION,
    silently: bool = False,
) -> Registration:
    """Let somebody come in the place of a delegate: seat, code and history stay; both are told.

    The secret link is made anew, since it would show the one to the other; by it is seen, too,
    that `registration` is still the person who was shown. With `Channel.OFFICE` an organizer does
    it, also after the deadline of the invitation. Raises `ChangedMeanwhile`,
    `AlreadyRegistered`, `NotAllowed`; of an office `InvitationClosed`.
    """
    with one_transaction():
        current = _as_shown(registration, by_organizer=channel == Channel.OFFICE)
        same = find_same(current.event_id, delegate.name, delegate.organisation, besides=current)
        if same is not None:
            raise AlreadyRegistered(same, delegate.name, invitation_id=current.invitation_id)
        former = Substitution.objects.create(
            registration=current, **{name: getattr(current, name) for name in REPLACED}
        )
        delegate.write_to(current)
        current.note = ""  # it spoke of the former person
        current.token = new_token()
        current.submission, current.source = None, ""
        current.notified_revision = current.event.revision
        record_consent(current)
        current.save()
        _ask_anew(current, former, channel)
        current.requests.own().update(former=former)  # what the one asked for the other did not
        mail.delegates.withdraw(current)  # they speak to the former person
        if not silently:
            mail.delegates.replaced(former, seated=current.seat_id is not None)
            mail.delegates.substitution(current, former)
    return current


def _ask_anew(registration: Registration, former: Substitution, channel: Channel) -> None:
    """Note that somebody else agrees now, and to no more than taking part."""
    at = registration.consented_at or timezone.now()
    ended = consents.given(registration) & set(consents.OPTIONAL)
    if ended:
        consents.record(registration, ended, given=False, at=former.replaced_at, channel=channel)
    consents.record(registration, [ConsentPurpose.ATTEND], given=True, at=at, channel=channel)


def correct_delegate(registration: Registration, *, delegate: Delegate) -> Registration:
    """Correct what is written of a delegate who stays the same person; a new address is written to.

    Of the name only accents, capitals, spaces and what was written beside it can change. Raises
    `ChangedMeanwhile`, `NotAllowed`, `AlreadyRegistered`, `InvitationClosed`.
    """
    with one_transaction():
        current = _as_shown(registration)
        if _bare(delegate.name) != _bare(current.name):
            raise NotAllowed(ANOTHER_PERSON)
        return correct(current, delegate=delegate)


def correct_own(registration: Registration, *, delegate: Delegate) -> Registration:
    """Correct the own data behind the secret link; a new address is written to.

    Whoever registered stays that person, who has agreed and was written to: of the name the same
    can change as for `correct_delegate`. Raises `ChangedMeanwhile`, `NotAllowed`.
    """
    with one_transaction():
        current = lock_registration(registration)
        if current.token != registration.token:
            raise ChangedMeanwhile
        if _bare(delegate.name) != _bare(current.name):
            raise NotAllowed(ANOTHER_NAME)
        try:
            return correct(current, delegate=delegate, by_link=True)
        except AlreadyRegistered as error:  # whose name it is, is not told
            raise NotAllowed(NAME_TAKEN) from error


def _bare(name: str) -> str:
    """Return a name without honorific, accents and what is written behind it, to compare it."""
    return plain(split_description(without_honorific(name))[0])


def cancel_delegate(registration: Registration) -> Registration:
    """Take a delegate back: the place is free again, the seat goes to the first who waits.

    Raises `ChangedMeanwhile`, `InvitationClosed`, `NotAllowed`.
    """
    with one_transaction():
        return cancel(_as_shown(registration))


def _as_shown(registration: Registration, *, by_organizer: bool = False) -> Registration:
    """Lock, and return the registration if it is active and still of the person shown."""
    current = lock_registration(registration)
    if current.invitation_id is not None and not by_organizer:
        open_invitation(current.invitation_id)
    is_active = current.is_active and current.erased_at is None
    if current.token != registration.token or not is_active:
        raise ChangedMeanwhile
    return current
