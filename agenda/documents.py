"""The papers of the ceremony's agenda: each function composes one."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem, PreparationTask
from agenda.timetable import timetable
from events.documents import Draft, Paper, kind, letterhead, rows
from events.documents.text import Rows, close, renumber
from events.models import Delegation, Duty, Event, LegalBasis, Plan, Purpose, Recipient


@kind("plan", _("Plan"), issued=True)
def plan(event: Event) -> Draft:
    """Compose the official plan (kế hoạch). Raises `Plan.DoesNotExist` for a ceremony without."""
    text = _plan_of(event)
    lists = rows.read(
        bases=(LegalBasis, text, "text"),
        purposes=(Purpose, text, "text"),
        delegations=(Delegation, event, "text"),
        tasks=(PreparationTask, event, "content"),
        items=(AgendaItem, event, "title", "performer"),
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
    return Draft("agenda/pdf/plan.html", paper, _plan_body(text, lists))


@kind("programme", _("Programme"), issued=True)
def programme(event: Event) -> Draft:
    """Compose the programme (chương trình). Raises `Plan.DoesNotExist` without a plan.

    The hours stand in it as far as they are known; number and day are given on signing.
    """
    text = _plan_of(event)
    items = list(AgendaItem.objects.filter(event_id=event.pk))
    paper = Paper(
        **letterhead(text),
        symbol=_symbol("CTr", text.symbol),
        year=event.window_end.year,
        kind="CHƯƠNG TRÌNH",
        subject=event.title,
        recipients=_texts(rows.read(recipients=(Recipient, text, "text"))["recipients"]),
    )
    time_and_venue = [[text.time_text()], [text.venue_text()]]
    cells = [[item.title, item.performer] for item in items]
    close(time_and_venue, cells)
    slots = timetable(event.starts_at, items)
    body = {
        "time_and_venue": _texts(time_and_venue),
        "items": [(slot, *row) for slot, row in zip(slots, cells, strict=True)],
        "hours_known": any(slot.start for slot in slots),
    }
    return Draft("agenda/pdf/programme.html", paper, body)


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
        "items": lists["items"],
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


def _texts(lists: Rows) -> tuple[str, ...]:
    return tuple(row[0] for row in lists)


def _lines(texts: Iterable[str]) -> list[str]:
    """Return every line of the texts that says something: each is a paragraph on paper."""
    return [line for text in texts for line in text.splitlines() if line]


def _symbol(kind: str, symbol: str) -> str:
    """Return the symbol of another kind of paper of the same body: KH-BTC, CTr gives CTr-BTC."""
    return "-".join([kind, *symbol.split("-")[1:]])
