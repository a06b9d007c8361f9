"""The annex of preparation tasks, and how far they have come."""

import itertools
from collections import Counter
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from agenda.documents.parts import plan_of
from agenda.models import PreparationTask
from events.documents import COMMITTEE, Draft, Sheet, kind, rows
from events.documents.text import close
from events.models import Duty, Event, OfficialDocument, Plan, Purpose
from events.vietnamese import dates


@kind("preparation", _("Annex of preparation tasks"))
def preparation(event: Event) -> Draft:
    """Compose the annex of tasks (phụ lục). Raises `Plan.DoesNotExist` without a plan.

    It calls itself an annex once the plan's own words point to one (Nghị định 30, Phụ lục I,
    III.1); until then it is a list made for carrying the plan out.
    """
    text = plan_of(event)
    lists = rows.read(purposes=(Purpose, text, "text"), duties=(Duty, text, "text"))
    tasks = list(PreparationTask.objects.filter(event_id=event.pk).with_units())
    contents = [[" ".join(task.content.split())] for task in tasks]
    closing = [[f"Tổng số: {len(tasks):02d} công việc."]]
    close(contents, closing)
    sheet = Sheet(
        kind="DANH MỤC CÔNG TÁC CHUẨN BỊ",
        subject=event.title,
        author=text.issuer,
        landscape=True,
    )
    body = {
        "is_annex": _points_to_an_annex(text, *lists["purposes"], *lists["duties"]),
        "attached": _attached(text),
        "rows": [
            _row(task) | {"content": row[0]} for task, row in zip(tasks, contents, strict=True)
        ],
        "closing": closing[0][0],
    }
    return Draft("agenda/pdf/preparation.html", sheet, body)


@kind("preparation-progress", _("Progress of the preparation"))
def preparation_progress(event: Event) -> Draft:
    """Compose the table of how far the preparation has come: what each task has become."""
    tasks = list(PreparationTask.objects.filter(event_id=event.pk).with_units())
    counts = Counter(task.status for task in tasks)
    with translation.override("vi"):
        closing = "; ".join(
            f"{status.label.lower()}: {counts[status]:02d}"
            for status in PreparationTask.Status
            if counts[status]
        )
    sheet = Sheet(
        kind="BẢNG THEO DÕI TIẾN ĐỘ CÔNG TÁC CHUẨN BỊ", subject=event.title, landscape=True
    )
    body = {
        "today": dates.official(timezone.localdate()),
        "tasks": [_row(task) for task in tasks],
        "closing": f"Tổng số: {len(tasks):02d} công việc ({closing}).",
    }
    return Draft("agenda/pdf/preparation_progress.html", sheet, body)


def _row(task: PreparationTask) -> dict[str, Any]:
    """Return the cells of a task's row."""
    return {
        "content": task.content,
        "lead": task.lead_unit.name if task.lead_unit else "",
        "others": task.coordinating_names(),
        "due_on": task.due_on,
        "deliverable": task.deliverable,
        "state": task.get_status_display(),
        "percent": "" if task.status in ("planned", "done") else task.percent,
    }


def _points_to_an_annex(text: Plan, *lists: list[str]) -> bool:
    typed = [getattr(text, field.attname) for field in Plan._meta.concrete_fields]
    words = [*(value for value in typed if isinstance(value, str)), *itertools.chain(*lists)]
    return any("phụ lục" in value.casefold() for value in words)


def _attached(text: Plan) -> dict[str, Any]:
    """Return how the annex names the plan that it belongs to: as issued, else as drafted."""
    issued = OfficialDocument.objects.of("plan", text.event).current().first()
    if issued is not None:
        number, date = issued.number_and_symbol, dates.official(issued.issued_on)
    else:
        number, date = f"{text.number:02d}/{text.symbol}" if text.number else "", ""
    month = f"{text.issue_month:02d}" if (text.issue_month or 9) <= 2 else text.issue_month
    return {
        "number": number,
        "date": date,
        "symbol": text.symbol,
        "month": month,
        "year": text.issue_year,
        "issuer": COMMITTEE,
    }
