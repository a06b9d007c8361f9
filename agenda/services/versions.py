"""Publishing the programme: the draft becomes the next version, frozen."""

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.errors import NothingToPublish, PublishedMeanwhile
from agenda.models import AgendaItem, ProgrammeItem, ProgrammeVersion
from events.models import Event


def draft_items(event_id: int) -> list[ProgrammeItem]:
    """Return what the draft says now, in its order."""
    return [ProgrammeItem.of(item) for item in AgendaItem.objects.filter(event_id=event_id)]


def latest(event_id: int) -> ProgrammeVersion | None:
    """Return the version that everybody sees; None while nothing was published."""
    return ProgrammeVersion.objects.of(event_id).first()


@transaction.atomic
def publish(
    event: Event, *, by: str = "", note: str = "", seen: int | None = None
) -> ProgrammeVersion:
    """Publish the draft as the next version.

    `seen` is the number of the version that the publisher compared the draft with, 0 where there
    was none; None asks nothing. Raises `PublishedMeanwhile`, `NothingToPublish`.
    """
    # the row of the ceremony is the lock: two who publish at once come one after the other
    current = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    last = latest(event.pk)
    if seen is not None and seen != (last.number if last else 0):
        raise PublishedMeanwhile(last.number if last else 0, last.published_by if last else "")
    items = draft_items(event.pk)
    if not items:
        raise NothingToPublish(_("The programme has no items yet."))
    if last is not None and last.read_items() == items and last.starts_at == current.starts_at:
        raise NothingToPublish(
            _("The draft says what version %(number)s says.") % {"number": last.number}
        )
    return ProgrammeVersion.objects.create(
        event=current,
        number=(last.number if last else 0) + 1,
        published_by=by,
        note=note,
        starts_at=current.starts_at,
        venue=current.venue,
        items=ProgrammeVersion.to_json(items),
    )
