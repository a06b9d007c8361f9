"""Letters that no step sets off: another hour, venue or chair, reminders, the same once more."""

import datetime
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from django.db import transaction
from django.utils import timezone

from events.models import Event
from events.web import throttle
from registrations import mail
from registrations.models import Invitation, Registration
from registrations.models.invitation import InvitationQuerySet
from registrations.models.registration import RegistrationQuerySet
from registrations.services.locking import lock, lock_registration

SETTLED = datetime.timedelta(minutes=10)  # a slip that is mended at once goes into no letter
REMINDED_FROM = datetime.time(8)  # of the day before
OWN_LINKS_PER_DAY = 3  # to one delegate; the page says so
AT_A_TIME = 50  # letters in one transaction: newcomers wait for its end


@transaction.atomic
def send_again(registration: Registration) -> bool:
    """Queue the letter of the present state once more, to the present address.

    Under the lock, or one who cancels in this very moment would be told of a seat. Return whether
    there is a letter: not without an address, nor once the ceremony has begun.
    """
    return mail.delegates.again(lock_registration(registration))


def send_own_link(registration: Registration) -> None:
    """Send the link to who is registered already, to the known address; not more than a few a day.

    Nothing comes back: who asked learns neither whether there is an address nor a letter.
    """
    with suppress(throttle.TooMany):
        throttle.hit("own link", str(registration.pk), OWN_LINKS_PER_DAY, throttle.DAY)
        with transaction.atomic():
            mail.delegates.own_link(lock_registration(registration))


def notify_new_chairs(event: Event, *, most: int | None = None) -> int:
    """Tell the new place to those whom a letter told another one or none; return how many letters.

    Pressed twice, or by two organizers at once, it tells nobody twice. Somebody waits for the end:
    after `most` letters, counted in whole transactions, it leaves the rest for another time.
    """
    count = 0
    while (most is None or count < most) and (done := _new_chairs(event)):
        count += done
    return count


@transaction.atomic
def _new_chairs(event: Event) -> int:
    """Tell some of those who were told another place."""
    lock(event.pk)
    late = Registration.objects.notified_of_another_chair().filter(event=event)
    return sum(
        map(
            mail.delegates.new_chair,
            late.select_related("event", "seat__row").order_by("pk")[:AT_A_TIME],
        )
    )


def queue_due_letters(now: datetime.datetime | None = None) -> int:
    """Queue what is due at `now`; return how many letters. Each is queued once."""
    now = now or timezone.now()
    count = 0
    for event in Event.objects.filter(seating__isnull=False).order_by("pk"):
        if not event.has_begun(now):
            count += _repeat(partial(_changes, event, now))
            count += _repeat(partial(_changes_to_offices, event, now))
            count += _repeat(partial(_reminders, event, now))
            count += _repeat(partial(_answer_reminders, event, now))
    return count


def _repeat(step: Callable[[], int]) -> int:
    count = 0
    while done := step():
        count += done
    return count


def to_tell(event: Event) -> RegistrationQuerySet:
    """Return the delegates who were told another hour or place than that of now."""
    return Registration.objects.active().filter(event=event, notified_revision__lt=event.revision)


def to_remind(event: Event, now: datetime.datetime | None = None) -> InvitationQuerySet:
    """Return the offices whose answer a letter asks for now."""
    offices = Invitation.objects.filter(event=event)
    return offices.to_remind(now or timezone.now(), _day_of(event))


def reminded_for(invitation: Invitation) -> datetime.date:
    """Return the last day for the answer, else that of the ceremony."""
    return invitation.deadline or _day_of(invitation.event)


def _day_of(event: Event) -> datetime.date:
    return timezone.localdate(event.starts_at) if event.starts_at else event.window_start


@transaction.atomic
def _changes(event: Event, now: datetime.datetime) -> int:
    """Tell some of those who were told another hour or place."""
    late = to_tell(event)
    if not _settled(event, now) or not late.exists():
        return 0
    lock(event.pk)
    event.refresh_from_db()
    chosen = list(late.exclude(email="").select_related("seat__row").order_by("pk")[:AT_A_TIME])
    _note(chosen, notified_revision=event.revision)  # the rows first, as the worker does
    for registration in chosen:
        registration.event = event
        mail.delegates.change(registration)
    return len(chosen)


@transaction.atomic
def _changes_to_offices(event: Event, now: datetime.datetime) -> int:
    """Tell some of the offices that were told another hour or place.

    They tell their delegates who have no e-mail address.
    """
    if not _settled(event, now) or not Invitation.objects.to_tell(event).exists():
        return 0
    lock(event.pk)
    event.refresh_from_db()
    chosen = list(Invitation.objects.to_tell(event).order_by("pk")[:AT_A_TIME])
    keys = [invitation.pk for invitation in chosen]
    Invitation.objects.filter(pk__in=keys).update(notified_revision=event.revision)
    for invitation in chosen:
        invitation.event = event
        mail.offices.moved(invitation)
    return len(chosen)


def _settled(event: Event, now: datetime.datetime) -> bool:
    return event.revised_at is not None and now - event.revised_at >= SETTLED


@transaction.atomic
def _reminders(event: Event, now: datetime.datetime) -> int:
    """Remind some of those who come and registered before the reminders began."""
    if event.starts_at is None:
        return 0
    day = timezone.localdate(event.starts_at)
    eve = day - datetime.timedelta(days=1)
    begin = timezone.make_aware(datetime.datetime.combine(eve, REMINDED_FROM))
    coming = Registration.objects.filter(
        event=event, status=Registration.Status.CONFIRMED, created_at__lt=begin
    )
    rest = coming.exclude(email="").exclude(reminded_for=day)
    if now < begin or not rest.exists():
        return 0
    lock(event.pk)
    chosen = list(rest.select_related("seat__row").order_by("pk")[:AT_A_TIME])
    for registration in chosen:
        registration.event = event
        mail.delegates.reminder(registration)
    _note(chosen, reminded_for=day)
    return len(chosen)


@transaction.atomic
def _answer_reminders(event: Event, now: datetime.datetime) -> int:
    """Remind some of the offices that have not answered."""
    silent = to_remind(event, now)
    if not silent.exists():
        return 0
    lock(event.pk)
    chosen = list(silent[:AT_A_TIME])
    for invitation in chosen:
        invitation.event = event
        day = reminded_for(invitation)
        mail.offices.answer_reminder(invitation, day)
        Invitation.objects.filter(pk=invitation.pk).update(reminded_for=day)
    return len(chosen)


def _note(registrations: list[Registration], **values: object) -> None:
    keys = [registration.pk for registration in registrations]
    Registration.objects.filter(pk__in=keys).update(**values)
