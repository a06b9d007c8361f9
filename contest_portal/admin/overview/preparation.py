"""How far the preparation has come, by state and by unit, and what is late."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import PreparationTask
from contest_portal.admin.overview.decision import Decision, page
from events.models import Event, Unit
from events.permissions import has_right

Status = PreparationTask.Status
SHOWN_LATE = 5


@dataclass(slots=True)
class OfUnit:
    """What a unit leads; `unit` is None for tasks that nobody leads."""

    unit: Unit | None
    href: str
    all: int = 0
    done: int = 0
    late: int = 0
    blocked: int = 0


@dataclass(frozen=True, slots=True)
class Late:
    """A task past its day, and where it is edited."""

    task: PreparationTask
    days: int
    href: str


@dataclass(frozen=True, slots=True)
class Work:
    """The tasks of a ceremony in numbers; `late` the latest first."""

    href: str
    states: list[tuple[str, int]]
    all: int
    done: int
    soon: int
    units: list[OfUnit] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    reported: list[PreparationTask] = field(default_factory=list)  # 100 %, not accepted yet
    blocked: list[PreparationTask] = field(default_factory=list)
    may_decide: bool = False

    @property
    def shown_late(self) -> list[Late]:
        """The first of those that are late."""
        return self.late[:SHOWN_LATE]

    @property
    def more_late(self) -> int:
        """How many late ones are not shown."""
        return max(len(self.late) - SHOWN_LATE, 0)

    def decisions(self) -> Iterator[Decision]:
        """Return what units wait for, and what is late or stuck."""
        if not self.may_decide:
            return
        for tasks, one, many, query in (
            (
                self.reported,
                _("A unit reports as finished, to be accepted: %(task)s"),
                _("%(count)s tasks are reported as finished, to be accepted."),
                "view=list",
            ),
            (
                self.blocked,
                _("A task is blocked: %(task)s"),
                _("%(count)s tasks are blocked."),
                "state=blocked",
            ),
        ):
            if len(tasks) == 1:
                yield Decision(one % {"task": tasks[0]}, edited(self.href, tasks[0]))
            elif tasks:
                yield Decision(many % {"count": len(tasks)}, f"{self.href}?{query}")
        if self.late:
            text = ngettext("%(count)s task is late.", "%(count)s tasks are late.", len(self.late))
            href = f"{self.href}?due=late"
            yield Decision(text % {"count": len(self.late)}, href, is_late=True)


def read(user: Any, event: Event, today: datetime.date | None = None) -> Work | None:
    """Return it in one statement, however many tasks there are."""
    if not has_right(user, "agenda.view_preparation", event):
        return None
    today = today or timezone.localdate()
    tasks = list(
        PreparationTask.objects.filter(event=event)
        .select_related("lead_unit")
        .order_by("due_on", "position")
    )
    href = page("agenda_preparation_change", event.pk)
    counts = Counter(task.status for task in tasks)
    late = [task for task in tasks if task.days_late(today)]
    return Work(
        href=href,
        states=[(str(label), counts[value]) for value, label in Status.choices],
        all=len(tasks),
        done=counts[Status.DONE],
        soon=sum(task.is_due_soon(today) for task in tasks),
        units=_by_unit(tasks, href, today),
        late=[Late(task, task.days_late(today), edited(href, task)) for task in late],
        reported=[task for task in tasks if task.percent == 100 and not task.is_done],
        blocked=[task for task in tasks if task.status == Status.BLOCKED],
        may_decide=has_right(user, "agenda.change_preparationtask", event),
    )


def edited(href: str, task: PreparationTask) -> str:
    """Return where a task is edited, on the page `href` of all tasks."""
    return f"{href}?view=list&edit={task.pk}#task-{task.pk}"


def _by_unit(tasks: list[PreparationTask], href: str, today: datetime.date) -> list[OfUnit]:
    """Return the units that lead tasks, those with the most late ones first, then by name."""
    found: dict[int | None, OfUnit] = {}
    for task in tasks:
        own = f"{href}?unit={task.lead_unit_id}" if task.lead_unit_id else href
        row = found.setdefault(task.lead_unit_id, OfUnit(task.lead_unit, own))
        row.all += 1
        row.done += task.is_done
        row.late += bool(task.days_late(today))
        row.blocked += task.status == Status.BLOCKED
    name = {key: row.unit.name if row.unit else "￿" for key, row in found.items()}
    order = sorted(found, key=lambda key: (-found[key].late, name[key]))
    return [found[key] for key in order]
