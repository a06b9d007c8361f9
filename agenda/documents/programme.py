"""The programme (chương trình)."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.documents.parts import admin_page, cells_of, plan_of, texts, words
from agenda.models import AgendaItem, ProgrammeItem, ProgrammeVersion
from agenda.models.timetable import Length, Slot, seam_words, seams, slots_of
from events.documents import Draft, Obstacle, Paper, Source, kind, letterhead, rows, symbol_of
from events.documents.text import close
from events.models import Event, Recipient


@kind("programme", _("Programme"), issued=True)
def programme(event: Event) -> Draft:
    """Compose the programme (chương trình). Raises `Plan.DoesNotExist` without a plan.

    The hours stand in it as far as they are known; number and day are given on signing.
    """
    text = plan_of(event)
    version = ProgrammeVersion.objects.of(event.pk).first()
    if version is not None:
        shown = version.read_items()
    else:  # for the organizers only: what is not published cannot be issued
        shown = [ProgrammeItem.of(item) for item in AgendaItem.objects.filter(event_id=event.pk)]
    items = slots_of(event.starts_at, shown)
    paper = Paper(
        **letterhead(text),
        symbol=symbol_of("CTr", text.symbol),
        year=event.window_end.year,
        kind="CHƯƠNG TRÌNH",
        subject=event.title,
        recipients=texts(rows.read(recipients=(Recipient, text, "text"))["recipients"]),
    )
    time_and_venue = [[text.time_text()], [text.venue_text()]]
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
        obstacles=list(_programme_obstacles(event, version, shown, items)),
        sources=[
            Source(admin_page("events_plan", text.pk), words(text)),
            Source(admin_page("events_event", event.pk), words(event)),
            Source(admin_page("agenda_programme", event.pk), cells_of(cells)),
        ],
    )


def _programme_obstacles(
    event: Event,
    version: ProgrammeVersion | None,
    shown: Sequence[ProgrammeItem],
    items: Sequence[tuple[ProgrammeItem, Slot]],
) -> Iterator[Obstacle]:
    page = admin_page("agenda_programme", event.pk)
    if not items:
        yield Obstacle(gettext("The programme has no items yet."), page)
        return
    if version is None:
        yield Obstacle(gettext("The programme is not published yet."), page)
    if event.starts_at is None:
        message = gettext("Day and hour of the ceremony are not fixed yet.")
        yield Obstacle(message, admin_page("events_event", event.pk), stops=False)
    elif any(slot.start is None for _item, slot in items):
        message = gettext("Some items have no hour: enter how many minutes each item takes.")
        yield Obstacle(message, page, stops=False)
    for item, seam in zip(shown, seams(event.starts_at, shown), strict=True):
        if seam:
            yield Obstacle(f"“{item.title}”: {seam_words(seam)}.", page, stops=False)
    length = Length.of(shown)
    if length.left < 0:
        yield Obstacle(length.words(), page, stops=False)
