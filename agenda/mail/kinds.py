"""The kinds of letters about the preparation: how long each holds, and what it says."""

import datetime
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agenda.models import PreparationTask, TaskUpdate
from agenda.models.preparation import Status
from events import mail
from events.mail import Composed, Kind, Recipient
from events.models import CommitteeMember, Letter, Unit
from events.vietnamese import dates
from events.vietnamese.workdays import week_of

TASKS_DUE, TASKS_MOVED, DIGEST = "unit.tasks_due", "unit.tasks_moved", "member.digest"
MOST_LISTED = 20  # tasks of one sort in one digest


class TasksDue(Kind):
    """To the lead unit, of this morning: all tasks that are due soon, due or late."""

    noun, permission = "unit", "events.view_unit"

    def rows(self, keys: Iterable[int]) -> Mapping[int, Unit]:
        """Read units with the tasks that are awaited from them."""
        awaited = PreparationTask.objects.awaited().order_by("due_on", "position")
        own = Prefetch("led_tasks", queryset=awaited, to_attr="awaited")
        return Unit.objects.select_related("event").prefetch_related(own).in_bulk(keys)

    def recipient(self, about: Unit) -> Recipient:
        """Return the unit's contact."""
        return Recipient(f"Kính gửi {about.name}", about.contact_email)

    def why_overtaken(self, about: Any, letter: Letter) -> str:
        """Return that the morning has passed, or that nothing is due any more."""
        if letter.details["day"] != timezone.localdate().isoformat():
            return _("The day of this reminder has passed.")
        return "" if due(about) else _("None of the unit's tasks is due any more.")

    def tasks(self, about: Any) -> list[PreparationTask]:
        """Return what the letter tells."""
        return due(about)

    def compose(self, about: Any, letter: Letter) -> Composed:
        """Return the letter; that the tasks were told is noted when it is sent."""
        tasks = self.tasks(about)
        with translation.override("vi"):
            link = f"{settings.SITE_URL}{about.get_absolute_url()}" if settings.SITE_URL else ""
            facts = [(when_due(task), in_short(task)) for task in tasks]
        recipient = self.recipient(about)
        context = {
            "event": about.event,
            "count": len(tasks),
            "greeting": recipient.greeting,
            "facts": facts,
            "link": link,
            "link_words": (
                "Trang báo cáo riêng của Quý cơ quan, đơn vị (không cần tài khoản; xin chỉ chuyển "
                "cho người được giao báo cáo)"
            ),
            "contact": about.event.contact_shown,
        }
        told = partial(note_told, about.pk, [task.pk for task in tasks], timezone.localdate())
        return Composed(recipient, mail.compose(self.template, context), note_sent=told)


class TasksMoved(TasksDue):
    """To the lead unit: all tasks that are awaited from it, with the due days of now."""

    def why_overtaken(self, about: Any, letter: Letter) -> str:
        """Return that nothing is awaited any more."""
        return "" if about.awaited else _("No task of the unit is awaited any more.")

    def tasks(self, about: Any) -> list[PreparationTask]:
        """Return all of them."""
        return list(about.awaited)


def due(unit: Any, today: datetime.date | None = None) -> list[PreparationTask]:
    """Return those of a unit's `awaited` tasks that are due soon, due or late."""
    day = today or timezone.localdate()
    return [task for task in unit.awaited if task.reminded_from() <= day]


def note_told(unit: int, tasks: list[int], day: datetime.date) -> None:
    """Write down that a letter told a unit these tasks."""
    PreparationTask.objects.filter(pk__in=tasks).update(reminded_on=day, reminded_unit=unit)


def when_due(task: PreparationTask) -> str:
    """Return the due day of a task, and how late it is; in Vietnamese."""
    late, today = task.days_late(), timezone.localdate()
    if task.due_on is None:
        return "Chưa có hạn"
    day = dates.short(task.due_on)
    if late:
        return f"Hạn {day} (quá hạn {late} ngày)"
    return f"Hạn {day} (hôm nay)" if task.due_on == today else f"Hạn {day}"


def in_short(task: PreparationTask) -> str:
    """Return what the task is and how far; in Vietnamese."""
    content = " ".join(task.content.split()).rstrip(" .;")
    return f"{content} ({task.get_status_display()}, {task.percent}%)"


class Digest(Kind):
    """To a member of the committee, of this week: how the preparation stands."""

    noun, permission = "member", "events.view_committeemember"

    def rows(self, keys: Iterable[int]) -> Mapping[int, CommitteeMember]:
        """Read members with all tasks of their ceremony."""
        tasks = PreparationTask.objects.select_related("lead_unit").order_by("due_on", "position")
        own = Prefetch("event__preparation_tasks", queryset=tasks)
        return CommitteeMember.objects.select_related("event").prefetch_related(own).in_bulk(keys)

    def recipient(self, about: CommitteeMember) -> Recipient:
        """Return the member."""
        return Recipient(f"Kính gửi Ông/Bà {about.name}", about.email)

    def why_overtaken(self, about: CommitteeMember, letter: Letter) -> str:
        """Return that the week has passed, or that all is done."""
        if letter.details["week"] != week_of(timezone.localdate()).isoformat():
            return _("The week of this digest has passed.")
        tasks = about.event.preparation_tasks.all()
        return "" if any(not task.is_done for task in tasks) else _("All tasks are done.")

    def compose(self, about: CommitteeMember, letter: Letter) -> Composed:
        """Return the letter."""
        today = timezone.localdate()
        tasks = list(about.event.preparation_tasks.all())
        undone = [task for task in tasks if not task.is_done]
        late = [task for task in undone if task.days_late()]
        ends = week_of(today) + datetime.timedelta(days=6)
        week = [task for task in undone if task.due_on and today <= task.due_on <= ends]
        since = timezone.now() - datetime.timedelta(days=7)
        recent = TaskUpdate.objects.filter(task__event=about.event_id, at__gte=since)
        with translation.override("vi"):
            facts = [
                ("Tổng số công việc", str(len(tasks))),
                ("Đã hoàn thành", str(len(tasks) - len(undone))),
                ("Chờ xác nhận hoàn thành", _count(task.percent == 100 for task in undone)),
                ("Đang vướng mắc", _count(task.status == Status.BLOCKED for task in undone)),
                ("Quá hạn", _count(late)),
                ("Báo cáo nhận được trong 7 ngày qua", str(recent.count())),
                *((when_due(task), _with_unit(task)) for task in late[:MOST_LISTED]),
                *((when_due(task), _with_unit(task)) for task in week[:MOST_LISTED]),
            ]
        recipient = self.recipient(about)
        context = {
            "event": about.event,
            "late": len(late),
            "week": len(week),
            "greeting": recipient.greeting,
            "facts": facts,
            "contact": about.event.contact_shown,
        }
        return Composed(recipient, mail.compose(self.template, context))


def _count(found: Iterable[object]) -> str:
    number = sum(map(bool, found))
    return str(number) if number else ""


def _with_unit(task: PreparationTask) -> str:
    unit = task.lead_unit.called if task.lead_unit else "chưa giao đơn vị chủ trì"
    return f"{in_short(task)}: {unit}"


mail.register(
    TasksDue("tasks_due", "agenda/mail/tasks_due.txt"),
    TasksMoved("tasks_moved", "agenda/mail/tasks_moved.txt"),
    Digest("digest", "agenda/mail/digest.txt"),
)
