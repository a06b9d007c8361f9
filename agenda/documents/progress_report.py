"""The report on the preparation (báo cáo tiến độ): what is done, what is late, what is blocked."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.documents.parts import admin_page, plan_of, texts, words
from agenda.models import PreparationTask
from events.documents import (
    COMMITTEE,
    Draft,
    Obstacle,
    Paper,
    Source,
    kind,
    letterhead,
    rows,
    symbol_of,
)
from events.documents.text import Rows, close, renumber
from events.models import Event, OfficialDocument, Plan, Recipient
from events.vietnamese import dates

Status = PreparationTask.Status
STATES = {
    Status.DONE: "đã hoàn thành",
    Status.UNDER_WAY: "đang triển khai",
    Status.BLOCKED: "vướng mắc",
    Status.PLANNED: "chưa triển khai",
}


@kind("progress-report", _("Report on the preparation"), issued=True)
def progress_report(event: Event) -> Draft:
    """Compose the report as things stand today. Raises `Plan.DoesNotExist` without a plan."""
    text = plan_of(event)
    today = timezone.localdate()
    tasks = list(PreparationTask.objects.filter(event_id=event.pk).with_units())
    recipients = rows.read(recipients=(Recipient, text, "text"))["recipients"]
    paper = Paper(
        **letterhead(text),
        symbol=symbol_of("BC", text.symbol),
        year=today.year,
        month=today.month,
        kind="BÁO CÁO",
        subject=f"Tiến độ công tác chuẩn bị {event.title}",
        recipients=texts(recipients),
    )
    return Draft(
        "agenda/pdf/progress_report.html",
        paper,
        _body(text, tasks, today),
        obstacles=list(_obstacles(event, tasks)),
        sources=[
            Source(admin_page("events_plan", text.pk), words(text, recipients)),
            Source(admin_page("events_event", event.pk), words(event)),
            Source(
                admin_page("agenda_preparation", event.pk),
                [word for task in tasks for word in words(task)],
            ),
        ],
    )


def _obstacles(event: Event, tasks: Sequence[PreparationTask]) -> Iterator[Obstacle]:
    if not tasks:
        page = admin_page("agenda_preparation", event.pk)
        yield Obstacle(gettext("There are no preparation tasks to report on yet."), page)


def _body(text: Plan, tasks: Sequence[PreparationTask], today: datetime.date) -> dict[str, Any]:
    done = [task for task in tasks if task.is_done]
    going = [task for task in tasks if not task.is_done]
    blocked = [task for task in tasks if task.status == Status.BLOCKED]
    parts: dict[str, Rows] = {
        "totals": [[f"- {line}"] for line in _totals(tasks, today)],
        "done": [[_one_line(task.content), _lead(task), _done(task)] for task in done],
        "going": [
            [_one_line(task.content), _lead(task), _due(task), _progress(task, today)]
            for task in going
        ],
        "blocked": [
            [f"- {_one_line(task.content)}: {_one_line(task.blocked_reason)};"] for task in blocked
        ],
    }
    close(*parts.values())
    order = {
        "totals": ("1. Kết quả chung", True),
        "done": ("2. Công việc đã hoàn thành", bool(done)),
        "going": ("3. Công việc đang triển khai, chưa triển khai", bool(going)),
        "blocked": ("4. Khó khăn, vướng mắc", bool(blocked)),
    }
    return {
        "lead_in": _lead_in(text, today),
        "headings": dict(zip(order, renumber(order.values()), strict=True)),
        **parts,
        "totals": texts(parts["totals"]),
        "blocked": texts(parts["blocked"]),
    }


def _lead_in(text: Plan, today: datetime.date) -> str:
    """Name the plan that is carried out: as issued, else by what it is called."""
    issued = OfficialDocument.objects.of("plan", text.event).current().first()
    subject = text.subject[:1].lower() + text.subject[1:]
    number = (
        f"số {issued.number_and_symbol} {dates.official(issued.issued_on)} của {COMMITTEE} "
        if issued
        else ""
    )
    return (
        f"Thực hiện Kế hoạch {number}{subject}, {COMMITTEE} báo cáo tiến độ công tác chuẩn bị "
        f"tính đến {dates.official(today)} như sau:"
    )


def _totals(tasks: Sequence[PreparationTask], today: datetime.date) -> Iterator[str]:
    counts = Counter(task.status for task in tasks)
    states = "; ".join(
        f"{label}: {counts[state]:02d}" for state, label in STATES.items() if counts[state]
    )
    yield f"Tổng số: {len(tasks):02d} công việc ({states})." if tasks else "Chưa có công việc nào."
    late = sum(task.days_late(today) > 0 for task in tasks)
    if late:
        yield f"Quá hạn: {late:02d} công việc."
    soon = sum(task.is_due_soon(today) for task in tasks)
    if soon:
        yield f"Đến hạn trong 03 ngày tới: {soon:02d} công việc."


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(" ;.")


def _lead(task: PreparationTask) -> str:
    return task.lead_unit.name if task.lead_unit else ""


def _due(task: PreparationTask) -> str:
    return f"{task.due_on:%d/%m/%Y}" if task.due_on else ""


def _done(task: PreparationTask) -> str:
    return f"{task.done_on:%d/%m/%Y}" if task.done_on else ""


def _progress(task: PreparationTask, today: datetime.date) -> str:
    """Return how far a task has come, and how late it is."""
    said = STATES[Status(task.status)].capitalize()
    if task.percent:
        said += f" ({task.percent}%)"
    late = task.days_late(today)
    return f"{said}; quá hạn {late:02d} ngày" if late else said
