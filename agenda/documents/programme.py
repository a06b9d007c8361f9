"""The programme (chương trình)."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.documents.checks import of_items
from agenda.documents.parts import (
    admin_page,
    cells_of,
    drafted,
    named,
    plan_of,
    texts,
    words,
)
from agenda.models import ProgrammeItem, ProgrammeVersion
from agenda.models.timetable import slots_of
from events.documents import (
    Draft,
    Obstacle,
    Paper,
    Source,
    checks,
    kind,
    letterhead,
    rows,
    symbol_of,
)
from events.documents.text import close
from events.models import Event, Recipient


@kind("programme", _("Programme"), issued=True)
def programme(event: Event) -> Draft:
    """Compose the programme (chương trình). Raises `Plan.DoesNotExist` without a plan.

    The hours stand in it as far as they are known; number and day are given on signing.
    """
    text = plan_of(event)
    version = ProgrammeVersion.objects.of(event.pk).first()
    # without a version for the organizers only: what is not published cannot be issued
    shown = version.read_items() if version else drafted(event)
    items = slots_of(event.starts_at, shown)
    paper = Paper(
        **letterhead(text),
        symbol=symbol_of("CTr", text.symbol),
        year=event.window_end.year,
        kind="CHƯƠNG TRÌNH",
        subject=event.title,
        recipients=texts(rows.read(recipients=(Recipient, text, "text"))["recipients"]),
    )
    which = named(version).capitalize() if version else "Bản dự thảo, chưa công bố"
    time_and_venue = [[text.time_text()], [text.venue_text()], [f"{which}."]]
    cells = [[item.title, item.performer] for item, _slot in items]
    close(time_and_venue, cells)
    body = {
        "time_and_venue": texts(time_and_venue),
        "items": [(slot, *row) for (_item, slot), row in zip(items, cells, strict=True)],
        "hours_known": any(slot.start for _item, slot in items),
    }
    return Draft(
        "agenda/pdf/programme.html",
        paper,
        body,
        obstacles=list(_programme_obstacles(event, version, shown)),
        checks=checks.of("programme", event),
        sources=[
            Source(admin_page("events_plan", text.pk), words(text)),
            Source(admin_page("events_event", event.pk), words(event)),
            Source(admin_page("agenda_programme", event.pk), cells_of(cells)),
        ],
    )


def _programme_obstacles(
    event: Event, version: ProgrammeVersion | None, items: Sequence[ProgrammeItem]
) -> Iterator[Obstacle]:
    if items and version is None:
        page = admin_page("agenda_programme", event.pk)
        yield Obstacle(gettext("The programme is not published yet."), page)
    yield from of_items(event, items)
