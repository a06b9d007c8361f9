"""Letters that nobody's step sets off: a changed hour or place, the reminder before the day."""

import datetime
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils import timezone

from events.models import Event
from registrations import mail
from registrations.models import Registration
from registrations.services.locking import lock

SETTLED = datetime.timedelta(minutes=10)  # a slip that is mended at once goes into no letter
REMINDED_FROM = datetime.time(8)  # of the day before
AT_A_TIME = 50  # letters in one transaction: newcomers wait for its end


def queue_due_letters(now: datetime.datetime | None = None) -> int:
    """Queue what is due at `now`; return how many letters. Each is queued once."""
    now = now or timezone.now()
    count = 0
    for event in Event.objects.filter(seating__isnull=False).order_by("pk"):
        if not event.has_begun(now):
            count += _repeat(partial(_changes, event, now))
            count += _repeat(partial(_reminders, event, now))
    return count


def _repeat(step: Callable[[], int]) -> int:
    count = 0
    while done := step():
        count += done
    return count


@transaction.atomic
def _changes(event: Event, now: datetime.datetime) -> int:
    """Tell some of those who were told another hour or place."""
    late = Registration.objects.active().filter(event=event, told_revision__lt=event.revision)
    if event.revised_at is None or now - event.revised_at < SETTLED or not late.exists():
        return 0
    lock(event.pk)
    event.refresh_from_db()
    chosen = list(late.exclude(email="").select_related("seat").order_by("pk")[:AT_A_TIME])
    for registration in chosen:
        registration.event = event
        mail.change(registration)
    _note(chosen, told_revision=event.revision)
    return len(chosen)


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
    chosen = list(rest.select_related("seat").order_by("pk")[:AT_A_TIME])
    for registration in chosen:
        registration.event = event
        mail.reminder(registration)
    _note(chosen, reminded_for=day)
    return len(chosen)


def _note(registrations: list[Registration], **values: object) -> None:
    keys = [registration.pk for registration in registrations]
    Registration.objects.filter(pk__in=keys).update(**values)
