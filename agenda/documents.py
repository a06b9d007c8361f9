"""The papers of the ceremony's agenda: each function composes one."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem, PreparationTask
from agenda.timetable import Slot, announced, timetable
from events.documents import (
    COMMITTEE,
    Draft,
    Obstacle,
    Paper,
    Sheet,
    Source,
    kind,
    letterhead,
    rows,
    symbol_of,
)
from events.documents.text import Rows, close, renumber
from events.models import (
    Delegation,
    Duty,
    Event,
    LegalBasis,
    OfficialDocument,
    Plan,
    Purpose,
    Recipient,
)
from events.vietnamese import dates

HALF_A_DAY = 240  # minutes


@kind("plan", _("Plan"), issued=True)
def plan(event: Event) -> Draft:
    """Compose the official plan (kế hoạch). Raises `Plan.DoesNotExist` for a ceremony without."""
    text = _plan_of(event)
    lists = rows.read(
        bases=(LegalBasis, text, "text"),
        purposes=(Purpose, text, "text"),
        delegations=(Delegation, event, "text"),
        tasks=(PreparationTask, event, "content"),
        items=(AgendaItem, event, "only_script", "title", "performer"),
        duties=(Duty, text, "unit", "text"),
        recipients=(Recipient, text, "text"),
    )
    paper = Paper(
        **letterhead(text),
        symbol=text.symbol,
        number=text.number,
        day=text.issue_day,
        month=text.issue_month,
        year=text.issue_year,
        kind=text.kind,
        subject=text.subject,
        recipients=_texts(lists["recipients"]),
    )
    return Draft(
        "agenda/pdf/plan.html",
        paper,
        _plan_body(text, lists),
        sources=[
            Source(
                _page("events_plan", text.pk),
                _words(text, *(lists[name] for name in ("bases", "purposes", "duties"))),
            ),
            Source(
                _page("events_event", event.pk),
                [*_words(event, lists["delegations"]), event.when()],
            ),
            Source(_page("agenda_preparation", event.pk), _cells(lists["tasks"])),
            Source(_page("agenda_programme", event.pk), _cells(lists["items"])),
        ],
    )


@kind("programme", _("Programme"), issued=True)
def programme(event: Event) -> Draft:
    """Compose the programme (chương trình). Raises `Plan.DoesNotExist` without a plan.

    The hours stand in it as far as they are known; number and day are given on signing.
    """
    text = _plan_of(event)
    items = announced(event)
    paper = Paper(
        **letterhead(text),
        symbol=symbol_of("CTr", text.symbol),
        year=event.window_end.year,
        kind="CHƯƠNG TRÌNH",
        subject=event.title,
        recipients=_texts(rows.read(recipients=(Recipient, text, "text"))["recipients"]),
    )
    time_and_venue = [[text.time_text()], [text.venue_text()]]
    cells = [[item.title, item.performer] for item, _slot in items]
    close(time_and_venue, cells)
    body = {
        "time_and_venue": _texts(time_and_venue),
        "items": [(slot, *row) for (_item, slot), row in zip(items, cells, strict=True)],
        "hours_known": any(slot.start for _item, slot in items),
    }
    return Draft(
        "agenda/pdf/programme.html",
        paper,
        body,
        obstacles=list(_programme_obstacles(event, items)),
        sources=[
            Source(_page("events_plan", text.pk), _words(text)),
            Source(_page("events_event", event.pk), _words(event)),
            Source(_page("agenda_programme", event.pk), _cells(cells)),
        ],
    )


def _programme_obstacles(
    event: Event, items: Sequence[tuple[AgendaItem, Slot]]
) -> Iterator[Obstacle]:
    page = _page("agenda_programme", event.pk)
    if not items:
        yield Obstacle(gettext("The programme has no items yet."), page)
    elif event.starts_at is None:
        message = gettext("Day and hour of the ceremony are not fixed yet.")
        yield Obstacle(message, _page("events_event", event.pk), stops=False)
    elif any(slot.start is None for _item, slot in items):
        message = gettext("Some items have no hour: enter how many minutes each item takes.")
        yield Obstacle(message, page, stops=False)


@kind("preparation", _("Annex of preparation tasks"))
def preparation(event: Event) -> Draft:
    """Compose the annex of tasks (phụ lục). Raises `Plan.DoesNotExist` without a plan.

    It calls itself an annex once the plan's own words point to one (Nghị định 30, Phụ lục I,
    III.1); until then it is a list made for carrying the plan out.
    """
    text = _plan_of(event)
    lists = rows.read(purposes=(Purpose, text, "text"), duties=(Duty, text, "text"))
    tasks = list(PreparationTask.objects.filter(event_id=event.pk))
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
        "rows": [(task, row[0]) for task, row in zip(tasks, contents, strict=True)],
        "closing": closing[0][0],
    }
    return Draft("agenda/pdf/preparation.html", sheet, body)


@kind("preparation-progress", _("Progress of the preparation"))
def preparation_progress(event: Event) -> Draft:
    """Compose the table of how far the preparation has come: what each task has become."""
    tasks = list(PreparationTask.objects.filter(event_id=event.pk))
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
        "tasks": tasks,
        "closing": f"Tổng số: {len(tasks):02d} công việc ({closing}).",
    }
    return Draft("agenda/pdf/preparation_progress.html", sheet, body)


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


def run_sheet(event: Event, signings: Mapping[int, Sequence[str]]) -> Draft:
    """Compose the script minute by minute (kịch bản).

    `signings` tells by the key of an item what is signed during it, a line each.
    """
    items = list(AgendaItem.objects.filter(event_id=event.pk))
    slots = timetable(event.starts_at, items)
    counter = itertools.count(1)
    rows = [
        {
            "item": item,
            "number": "" if item.only_script else next(counter),
            "hours": hours,
            "signings": signings.get(item.pk, ()),
        }
        for item, hours in zip(items, _hours(items, slots), strict=True)
    ]
    sheet = Sheet(kind="KỊCH BẢN CHƯƠNG TRÌNH", subject=event.title, landscape=True)
    body = {
        "time_and_venue": [f"Thời gian: {event.when()}", f"Địa điểm: {event.venue}"],
        "rows": rows,
        "total": _total(items),
    }
    return Draft("agenda/pdf/run_sheet.html", sheet, body)


def _hours(items: list[AgendaItem], slots: list[Slot]) -> list[str]:
    """Return from when to when each item lasts; minutes from the beginning while no hour is set."""
    if any(slot.start for slot in slots):
        return [_span(slot) for slot in slots]
    spans: list[str] = []
    passed = 0
    for item in items:
        if item.minutes is None:
            return spans + [""] * (len(items) - len(spans))
        spans.append(f"{passed}' - {passed + item.minutes}'")
        passed += item.minutes
    return spans


def _span(slot: Slot) -> str:
    ends = [f"{moment:%H:%M}" for moment in slot if moment]
    return " - ".join(ends)


def _total(items: list[AgendaItem]) -> str:
    known = [item.minutes for item in items if item.minutes]
    if not known:
        return ""
    text = f"Tổng thời lượng: {sum(known)} phút"
    unknown = len(items) - len(known)
    if unknown:
        text += f", chưa kể {unknown:02} nội dung chưa định thời lượng"
    if sum(known) > HALF_A_DAY:
        text += f" (dài hơn nửa ngày: {HALF_A_DAY} phút)"
    return f"{text}."


def _plan_of(event: Event) -> Plan:
    text: Plan = Plan.objects.get(event_id=event.pk)
    text.event = event  # the ceremony as the caller holds it, not read again
    return text


def _plan_body(text: Plan, lists: dict[str, Rows]) -> dict[str, Any]:
    """Return what the body of the plan says: texts, and rows of cells for lists and tables."""
    duties = _lines(f"- {unit}: {duty}" for unit, duty in lists["duties"])
    body: dict[str, Rows] = {
        "purposes": [[line] for line in _lines(_texts(lists["purposes"]))],
        "delegations": [[f"- {delegation}"] for delegation in _texts(lists["delegations"])],
        "time_and_venue": [[f"- {text.time_text()}"], [f"- {text.venue_text()}"]],
        "tasks": lists["tasks"],
        "items": [texts for only_script, *texts in lists["items"] if only_script == "false"],
        "duties": [[line] for line in duties],
    }
    close(*body.values())
    return {
        **{name: _texts(part) for name, part in body.items() if name != "items"},
        "items": body["items"],
        "bases": _lines(_texts(lists["bases"])),
        "lead_in": _lines([text.lead_in]),
        "total": text.total_text(),
        "headings": _headings(text, body),
    }


def _headings(text: Plan, body: dict[str, Rows]) -> dict[str, str]:
    """Return the headings of what the plan has, numbered without gaps."""
    order = {
        "purposes": (text.purposes_heading, bool(body["purposes"])),
        "content": (text.content_heading, True),
        "delegations": (text.delegations_heading, bool(body["delegations"])),
        "time": (text.time_heading, True),
        "preparation": (text.preparation_heading, bool(body["tasks"])),
        "programme": (text.programme_heading, bool(body["items"])),
        "duties": (text.duties_heading, bool(body["duties"])),
    }
    return dict(zip(order, renumber(order.values()), strict=True))


def _page(name: str, key: int) -> str:
    return reverse(f"admin:{name}_change", args=[key])


def _words(row: Model, *lists: Rows) -> list[str]:
    """Return what is typed on the page of a row: its own texts and those of its lists."""
    own = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return [*(value for value in own if isinstance(value, str)), *_cells(*lists)]


def _cells(*lists: Rows) -> list[str]:
    return [cell for rows in lists for row in rows for cell in row]


def _texts(lists: Rows) -> tuple[str, ...]:
    return tuple(row[0] for row in lists)


def _lines(texts: Iterable[str]) -> list[str]:
    """Return every line of the texts that says something: each is a paragraph on paper."""
    return [line for text in texts for line in text.splitlines() if line]
