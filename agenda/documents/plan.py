"""The official plan (kế hoạch)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.documents.parts import (
    admin_page,
    cells_of,
    drafted,
    lines_of,
    plan_of,
    texts,
    words,
)
from agenda.models import PreparationTask, ProgrammeVersion
from events.documents import Draft, Paper, Source, checks, kind, letterhead, rows
from events.documents.text import Rows, close, renumber
from events.models import Delegation, Duty, Event, LegalBasis, Plan, Purpose, Recipient


@kind("plan", _("Plan"), issued=True)
def plan(event: Event) -> Draft:
    """Compose the official plan (kế hoạch). Raises `Plan.DoesNotExist` for a ceremony without."""
    text = plan_of(event)
    lists = rows.read(
        bases=(LegalBasis, text, "text"),
        purposes=(Purpose, text, "text"),
        delegations=(Delegation, event, "text"),
        tasks=(PreparationTask, event, "content"),
        duties=(Duty, text, "addressed_as", "text"),
        recipients=(Recipient, text, "text"),
    )
    lists["items"] = _items(event)
    paper = Paper(
        **letterhead(text),
        symbol=text.symbol,
        number=text.number,
        day=text.issue_day,
        month=text.issue_month,
        year=text.issue_year,
        kind=text.kind,
        subject=text.subject,
        recipients=texts(lists["recipients"]),
    )
    return Draft(
        "agenda/pdf/plan.html",
        paper,
        _plan_body(text, lists),
        checks=checks.of("plan", event),
        sources=[
            Source(
                admin_page("events_plan", text.pk),
                words(text, *(lists[name] for name in ("bases", "purposes", "duties"))),
            ),
            Source(
                admin_page("events_event", event.pk),
                [*words(event, lists["delegations"]), event.when()],
            ),
            Source(admin_page("agenda_preparation", event.pk), cells_of(lists["tasks"])),
            Source(admin_page("agenda_programme", event.pk), cells_of(lists["items"])),
        ],
    )


def _items(event: Event) -> Rows:
    """Return what the programme announces: the published one, before the first one the draft."""
    version = ProgrammeVersion.objects.of(event.pk).first()
    items = version.read_items() if version else drafted(event)
    return [[item.title, item.performer] for item in items if not item.only_script]


def _plan_body(text: Plan, lists: dict[str, Rows]) -> dict[str, Any]:
    """Return what the body of the plan says: texts, and rows of cells for lists and tables."""
    duties = lines_of(f"- {unit}: {duty}" for unit, duty in lists["duties"])
    body: dict[str, Rows] = {
        "purposes": [[line] for line in lines_of(texts(lists["purposes"]))],
        "delegations": [[f"- {delegation}"] for delegation in texts(lists["delegations"])],
        "time_and_venue": [[f"- {text.time_text()}"], [f"- {text.venue_text()}"]],
        "tasks": lists["tasks"],
        "items": lists["items"],
        "duties": [[line] for line in duties],
    }
    close(*body.values())
    return {
        **{name: texts(part) for name, part in body.items() if name != "items"},
        "items": body["items"],
        "bases": lines_of(texts(lists["bases"])),
        "lead_in": lines_of([text.lead_in]),
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
