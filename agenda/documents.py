"""The papers of the ceremony's agenda: each function returns the bytes of a PDF."""

from typing import Any

from agenda.models import AgendaItem, PreparationTask
from agenda.timetable import timetable
from events.documents import Paper, letterhead, official
from events.documents.text import Rows, close, renumber
from events.models import Event, Plan


def plan(event: Event) -> bytes:
    """Return the official plan (kế hoạch). Raises `Plan.DoesNotExist` for a ceremony without."""
    text = _plan_of(event)
    paper = Paper(
        **letterhead(text),
        symbol=text.symbol,
        number=text.number,
        day=text.issue_day,
        month=text.issue_month,
        year=text.issue_year,
        kind=text.kind,
        subject=text.subject,
    )
    return official("agenda/pdf/plan.html", paper, **_plan_body(text, event))


def programme(event: Event) -> bytes:
    """Return the programme (chương trình). Raises `Plan.DoesNotExist` without a plan.

    The hours stand in it as far as they are known; number and day are given on signing.
    """
    text = _plan_of(event)
    paper = Paper(
        **letterhead(text),
        symbol=_symbol("CTr", text.symbol),
        year=event.window_end.year,
        kind="CHƯƠNG TRÌNH",
        subject=event.title,
    )
    items = list(event.agenda_items.all())
    rows = [[item.title, item.performer] for item in items]
    time_and_venue = [[text.time_text()], [text.venue_text()]]
    close(time_and_venue, rows)
    slots = timetable(event.starts_at, items)
    return official(
        "agenda/pdf/programme.html",
        paper,
        time_and_venue=time_and_venue,
        items=list(zip(slots, rows, strict=True)),
        hours_known=any(slot.start for slot in slots),
    )


def _plan_of(event: Event) -> Plan:
    text: Plan = Plan.objects.get(event=event)
    text.event = event  # the ceremony as the caller holds it, not read again
    return text


def _plan_body(text: Plan, event: Event) -> dict[str, Any]:
    """Return what the body of the plan says: texts, and rows of cells for lists and tables."""
    body: dict[str, Rows] = {
        "purposes": [
            [line] for row in text.purposes.all() for line in _lines(row.text)
        ],
        "delegations": [[f"- {row.text}"] for row in event.delegations.all()],
        "time_and_venue": [[f"- {text.time_text()}"], [f"- {text.venue_text()}"]],
        "tasks": [
            [task.content] for task in PreparationTask.objects.filter(event=event)
        ],
        "items": [
            [i.title, i.performer] for i in AgendaItem.objects.filter(event=event)
        ],
        "duties": [
            [line]
            for row in text.duties.all()
            for line in _lines(f"- {row.unit}: {row.text}")
        ],
    }
    close(*body.values())
    return {
        **body,
        "bases": [line for row in text.legal_bases.all() for line in _lines(row.text)],
        "lead_in": _lines(text.lead_in),
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


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def _symbol(kind: str, symbol: str) -> str:
    """Return the symbol of another kind of paper of the same body: KH-BTC, CTr gives CTr-BTC."""
    return "-".join([kind, *symbol.split("-")[1:]])
