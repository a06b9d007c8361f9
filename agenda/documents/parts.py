"""What the papers of this app share: the plan's head, and what is typed on which page."""

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from agenda.models import AgendaItem, ProgrammeItem, ProgrammeVersion
from events.documents.text import Rows
from events.models import Event, Plan
from events.vietnamese import dates


def plan_of(event: Event) -> Plan:
    text: Plan = Plan.objects.get(event_id=event.pk)
    text.event = event  # the ceremony as the caller holds it, not read again
    return text


def admin_page(name: str, key: int) -> str:
    return reverse(f"admin:{name}_change", args=[key])


def words(row: Model, *lists: Rows) -> list[str]:
    """Return what is typed on the page of a row: its own texts and those of its lists."""
    own = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return [*(value for value in own if isinstance(value, str)), *cells_of(*lists)]


def cells_of(*lists: Rows) -> list[str]:
    return [cell for rows in lists for row in rows for cell in row]


def texts(lists: Rows) -> tuple[str, ...]:
    return tuple(row[0] for row in lists)


def lines_of(texts: Iterable[str]) -> list[str]:
    """Return every line of the texts that says something: each is a paragraph on paper."""
    return [line for text in texts for line in text.splitlines() if line]


def drafted(event: Event) -> list[ProgrammeItem]:
    """Return what the draft of the programme says; one statement."""
    rows = AgendaItem.objects.filter(event_id=event.pk)
    return [ProgrammeItem.of(row, performers=False) for row in rows]


def named(version: ProgrammeVersion) -> str:
    """Return a version as papers name it."""
    day = dates.short(timezone.localdate(version.published_at))
    return f"bản số {version.number}, công bố ngày {day}"
