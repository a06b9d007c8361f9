"""What contradicts itself in programme and plan."""

import calendar
import datetime
import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from agenda.documents.parts import admin_page
from agenda.models import PreparationTask, ProgrammeItem
from agenda.models.timetable import Length, called, numbers, seam_words, seams, timetable
from events.documents import Obstacle
from events.documents.checks import check
from events.models import Event, Plan
from events.vietnamese import dates
from events.vietnamese.names import fold

# “xong trong tháng 01/2025”, “trong tháng 1 năm 2025”
MONTH = re.compile(r"\btháng\s+(\d{1,2})\s*(?:/|năm\s+)\s*(\d{4})\b", re.IGNORECASE)
MOST = 10  # tasks or items that one sentence names


def of_items(event: Event, items: Sequence[ProgrammeItem]) -> Iterator[Obstacle]:
    """Yield what is odd about items, be they published or a draft; no statement."""
    page = admin_page("agenda_programme", event.pk)
    if not items:
        yield Obstacle(_("The programme has no items yet."), page)
        return
    counted = numbers(items)
    numbered = [(n, item) for n, item in zip(counted, items, strict=True) if n]
    if nobody := [n for n, item in numbered if not item.performer]:
        message = _("Nobody is named who performs: item %(numbers)s.")
        yield Obstacle(message % {"numbers": _listed(nobody)}, page, stops=False)
    for number, item in zip(counted, items, strict=True):
        if fold(item.title) == fold(_("New item")):
            message = _("%(item)s: nobody has written yet what happens.")
            yield Obstacle(message % {"item": called(number, item.title)}, page, stops=False)
    slots = timetable(event.starts_at, items)
    if event.starts_at is None:
        message = _("Day and hour of the ceremony are not fixed yet.")
        yield Obstacle(message, admin_page("events_event", event.pk), stops=False)
    elif any(slot.start is None for slot in slots):
        message = _("Some items have no hour: enter how many minutes each item takes.")
        yield Obstacle(message, page, stops=False)
    between = seams(event.starts_at, items)
    for number, item, minutes in zip(counted, items, between, strict=True):
        if minutes:
            message = _("%(item)s: %(what)s.")
            values = {"item": called(number, item.title), "what": seam_words(minutes)}
            yield Obstacle(message % values, page, stops=False)
    length = Length.of(items)
    if length.left < 0:
        yield Obstacle(length.words(), page, stops=False)


@check("plan")
def preparation_month(event: Event) -> Iterator[Obstacle]:
    """The month in the heading of the preparation, and the days of tasks and ceremony."""
    plan = Plan.objects.filter(event_id=event.pk).first()
    match = MONTH.search(plan.preparation_heading) if plan else None
    if plan is None or match is None or not 1 <= int(match[1]) <= 12:
        return
    month, year = int(match[1]), int(match[2])
    first = datetime.date(year, month, 1)
    last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    said = match[0]
    tasks = PreparationTask.objects.filter(event_id=event.pk, due_on__isnull=False)
    outside = [
        (task.position, task.due_on)
        for task in tasks.order_by("position")
        if task.due_on and not first <= task.due_on <= last
    ]
    if outside:
        days = "; ".join(f"{n}: {dates.short(day)}" for n, day in outside[:MOST])
        message = _(
            "The heading of the preparation says “%(said)s”, but tasks are due on other days "
            "(%(days)s)."
        )
        page = admin_page("events_plan", plan.pk)
        yield Obstacle(message % {"said": said, "days": days}, page, stops=False)
    begins = event.last_day() if event.starts_at else event.window_start
    if begins <= last or (begins - last).days > 366:
        message = _(
            "The heading of the preparation says “%(said)s”, but the ceremony is on %(day)s."
        )
        values = {"said": said, "day": dates.short(begins)}
        yield Obstacle(message % values, admin_page("events_plan", plan.pk), stops=False)


@check("programme", "plan")
def tasks_after_the_ceremony(event: Event) -> Iterator[Obstacle]:
    """What is to be prepared is due before the ceremony."""
    late = PreparationTask.objects.open().filter(event_id=event.pk, due_on__gt=event.last_day())
    numbers = list(late.order_by("position").values_list("position", flat=True))
    if numbers:
        message = _("Tasks are due after the ceremony: task %(numbers)s.")
        page = admin_page("agenda_preparation", event.pk)
        yield Obstacle(message % {"numbers": _listed(numbers)}, page, stops=False)


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:MOST]))
    return f"{shown}, …" if len(numbers) > MOST else shown
