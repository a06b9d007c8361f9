"""Versions of the programme: the draft becomes the next one, an older one becomes the draft."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from agenda.errors import (
    DraftChangedMeanwhile,
    NothingToPublish,
    PublishedMeanwhile,
    StillNeeded,
)
from agenda.models import AgendaItem, Contents, ProgrammeItem, ProgrammeVersion
from agenda.models.difference import Difference, difference
from agenda.models.version import COLUMNS, PERFORMERS
from agenda.services import audiences
from events.models import CommitteeMember, Event, Unit


def draft_items(event_id: int) -> list[ProgrammeItem]:
    """Return what the draft says now, in its order."""
    return list(Contents.drafted(Event(pk=event_id)).items)


def latest(event_id: int) -> ProgrammeVersion | None:
    """Return the version that everybody sees; None while nothing was published."""
    return ProgrammeVersion.objects.of(event_id).first()


def unpublished(event: Event) -> tuple[ProgrammeVersion | None, Difference]:
    """Return the last version, and what leads from it to what would be published now."""
    last = latest(event.pk)
    return last, difference(last.contents if last else None, Contents.drafted(event))


@transaction.atomic
def publish(
    event: Event,
    *,
    by: str = "",
    note: str = "",
    seen: int | None = None,
    seen_draft: str = "",
    tell: Collection[str] = (),
) -> ProgrammeVersion:
    """Publish the draft as the next version, and queue the letters to the audiences in `tell`.

    `seen` is the number of the version that the publisher compared the draft with, 0 where there
    was none; None asks nothing. `seen_draft` is the digest of the contents that were shown.
    Raises `ChangedMeanwhile`, `NothingToPublish`.
    """
    # the row of the ceremony is the lock: two who publish at once come one after the other
    current = _lock(event)
    last = latest(event.pk)
    if seen is not None and seen != (last.number if last else 0):
        raise PublishedMeanwhile(last.number if last else 0, last.published_by if last else "")
    contents = Contents.drafted(current)
    if not contents.items:
        raise NothingToPublish(_("The programme has no items yet."))
    if seen_draft and seen_draft != contents.digest():
        raise DraftChangedMeanwhile
    if last is not None and last.contents == contents:
        raise NothingToPublish(
            _("The draft says what version %(number)s says.") % {"number": last.number}
        )
    version = ProgrammeVersion.objects.create(
        event=current,
        number=(last.number if last else 0) + 1,
        published_by=by,
        note=note,
        starts_at=contents.starts_at,
        venue=contents.venue,
        items=ProgrammeVersion.to_json(contents.items),
    )
    if not current.has_begun():
        found = difference(last.contents if last else None, contents)
        told: set[audiences.Person] = set()
        for audience in audiences.in_turn():
            if audience.name in tell:
                audience.tell(version, found, told)
    return version


@transaction.atomic
def take_back(version: ProgrammeVersion, *, seen_draft: str = "") -> Difference:
    """Let the draft say what a version says; hour and place of the ceremony stay as they are.

    Rows keep their keys, those that were removed get theirs back, so whatever hangs on an item
    stays. `seen_draft` is the digest of the draft that was shown. Return what was changed. Raises
    `ChangedMeanwhile`, `StillNeeded`.
    """
    event = _lock(version.event)
    draft = Contents.drafted(event)
    if seen_draft and seen_draft != draft.digest():
        raise DraftChangedMeanwhile
    items = version.read_items()
    present = {row.pk: row for row in AgendaItem.objects.filter(event=event)}
    for key in present.keys() - {item.key for item in items}:
        try:
            present[key].delete()
        except (ProtectedError, RestrictedError) as error:
            message = _("“%(row)s” cannot be removed: other data still belong to it.")
            raise StillNeeded(message % {"row": present[key]}) from error
    for position, item in enumerate(items, start=1):
        row = present.get(item.key) or AgendaItem(pk=item.key, event=event)
        row.position = position
        for name in COLUMNS:
            setattr(row, name, getattr(item, name))
        row.save()
    _name_performers(event, items)
    return difference(draft, Contents(tuple(items), event.starts_at, event.venue))


def _name_performers(event: Event, items: list[ProgrammeItem]) -> None:
    """Let items point to those of their performers who are still there."""
    known = {
        "members": set(CommitteeMember.objects.filter(event=event).values_list("pk", flat=True)),
        "units": set(Unit.objects.filter(event=event).values_list("pk", flat=True)),
    }
    rows = AgendaItem.objects.filter(event=event).prefetch_related(*PERFORMERS).in_bulk()
    for item in items:
        for name in PERFORMERS:
            wanted = known[name].intersection(getattr(item, name))
            if wanted != {one.pk for one in getattr(rows[item.key], name).all()}:
                getattr(rows[item.key], name).set(wanted)


def _lock(event: Event) -> Event:
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)
