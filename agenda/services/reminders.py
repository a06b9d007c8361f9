"""Letters that only the clock sets off: to units whose tasks are due, to the committee each week.

Units are written to three days before a task is due, on the day, then every week, on working days
in the morning: one letter for a unit, with all its tasks that are due. What falls on a free day is
told on the working day before it, what is late on the next. That a task was told is noted once the
letter is sent, so a mail server that is away delays a letter and loses none.
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agenda import mail
from agenda.mail.kinds import DIGEST, TASKS_DUE
from agenda.models import PreparationTask
from events.models import CommitteeMember, Event, Letter, Unit
from events.vietnamese.workdays import begins_week, is_working_day, last_working_day, week_of

MORNING = datetime.time(8), datetime.time(12)
WEEK = datetime.timedelta(days=7)


def queue_due_letters(now: datetime.datetime | None = None) -> int:
    """Queue what is due at `now`; return how many letters."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    today, (begin, end) = local.date(), MORNING
    if not (begin <= local.time() < end and is_working_day(today)):
        return 0
    count = 0
    for event in Event.objects.filter(preparation_tasks__isnull=False).distinct().order_by("pk"):
        if not event.has_begun(now):
            count += _to_units(event, now, today)
            count += _to_committee(event, today)
    return count


def is_to_remind(task: PreparationTask, today: datetime.date) -> bool:
    """Return whether the lead unit of an awaited task is to be written to on a working day."""
    due, first, told = task.due_on, task.reminded_from(), task.told_on()
    if due is None or today < first:
        return False
    if told is None or told < first:
        return True
    on_the_day = last_working_day(due)
    if told < on_the_day:
        return today >= on_the_day
    return today - max(told, due) >= WEEK


@transaction.atomic
def _to_units(event: Event, now: datetime.datetime, today: datetime.date) -> int:
    """Write to the units that have an address and were not written to today."""
    tasks = PreparationTask.objects.awaited().filter(event=event)
    tasks = tasks.exclude(lead_unit__contact_email="").select_related("lead_unit__event")
    due = {task.lead_unit_id: task.lead_unit for task in tasks if is_to_remind(task, today)}
    silent: list[Unit] = [unit for pk, unit in due.items() if unit and pk not in _told(due, now)]
    return sum(mail.units.tasks_due(unit, today) for unit in silent)


def _told(units: dict[int | None, Unit | None], now: datetime.datetime) -> set[int]:
    """Return the units that have a letter of today, or one of this week that was refused.

    What a server refuses once it refuses each day: such a unit stands among those to call.
    """
    letters = Letter.objects.filter(kind=TASKS_DUE, about__in=[*units])
    of_today = Q(created_at__gte=timezone.localtime(now).replace(hour=0, minute=0, second=0))
    refused = Q(status=Letter.State.FAILED, created_at__gt=now - WEEK)
    return set(letters.filter(of_today | refused).values_list("about", flat=True))


@transaction.atomic
def _to_committee(event: Event, today: datetime.date) -> int:
    """Write to the members who have an address, as long as something is to be done."""
    if not begins_week(today) or not PreparationTask.objects.filter(event=event).open().exists():
        return 0
    monday = week_of(today)
    members = CommitteeMember.objects.filter(event=event).exclude(email="").select_related("event")
    told = Letter.objects.filter(
        kind=DIGEST, details__week=monday.isoformat(), event=event
    ).values_list("about", flat=True)
    return sum(mail.committee.digest(member, monday) for member in members.exclude(pk__in=[*told]))


@transaction.atomic
def remind_now(unit: Unit, today: datetime.date | None = None) -> bool:
    """Write to a unit about its tasks that are due, as an organizer says.

    Return whether there is a letter: one a day, by whom or what ever, and none without an address.
    """
    # the row of the unit is the lock: of two who press at once the second sees the letter
    locked = Unit.objects.select_for_update(of=("self",), no_key=True)
    current = locked.select_related("event").get(pk=unit.pk)
    day = today or timezone.localdate()
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    of_today = Letter.objects.filter(kind=TASKS_DUE, about=current.pk, created_at__gte=since)
    if not current.contact_email or current.event.has_begun() or of_today.told().exists():
        return False
    return mail.units.tasks_due(current, day, again=of_today.exists())
