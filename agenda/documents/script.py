"""The script minute by minute (kịch bản)."""

from collections.abc import Mapping, Sequence

from agenda.documents.parts import named
from agenda.models import AgendaItem, ProgrammeItem, ProgrammeVersion
from agenda.models.timetable import Length, Slot, numbers, seam_words, seams, timetable
from agenda.models.version import PERFORMERS
from events.documents import Draft, Sheet
from events.models import Event
from events.vietnamese.names import fold


def run_sheet(event: Event, signings: Mapping[int, Sequence[str]]) -> Draft:
    """Compose the script minute by minute (kịch bản).

    `signings` tells by the key of an item what is signed during it, a line each.
    """
    drafted = AgendaItem.objects.filter(event_id=event.pk).prefetch_related(*PERFORMERS)
    items = [ProgrammeItem.of(row) for row in drafted]
    slots = timetable(event.starts_at, items)
    rows = [
        {
            "item": item,
            "number": number or "",
            "hours": hours,
            "seam": seam_words(seam),
            "who": _who(row),
            "signings": signings.get(item.key, ()),
        }
        for row, item, number, hours, seam in zip(
            drafted,
            items,
            numbers(items),
            _hours(items, slots),
            seams(event.starts_at, items),
            strict=True,
        )
    ]
    sheet = Sheet(kind="KỊCH BẢN CHƯƠNG TRÌNH", subject=event.title, landscape=True)
    body = {
        "time_and_venue": [
            f"Thời gian: {event.when()}",
            f"Địa điểm: {event.venue}",
            _version_text(ProgrammeVersion.objects.of(event.pk).first(), items),
        ],
        "rows": rows,
        "total": Length.of(items).words(),
    }
    return Draft("agenda/pdf/run_sheet.html", sheet, body)


def _who(row: AgendaItem) -> list[str]:
    """Return who performs an item, a line each: as it is written, and who was chosen besides."""
    chosen = [one.name for rows in (row.members.all(), row.units.all()) for one in rows]
    written = fold(row.performer)
    return [*filter(None, [row.performer]), *(name for name in chosen if fold(name) not in written)]


def _version_text(last: ProgrammeVersion | None, items: list[ProgrammeItem]) -> str:
    """Return which version the script is made of: it is written from the draft."""
    if last is None:
        return "Lập theo bản nháp; chương trình chưa công bố."
    if last.read_items() == items:
        return f"Lập theo chương trình {named(last)}."
    return f"Lập theo bản nháp, có nội dung khác chương trình {named(last)}."


def _hours(items: list[ProgrammeItem], slots: list[Slot]) -> list[str]:
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
