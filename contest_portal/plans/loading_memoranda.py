"""Load the memoranda of a plan file: drafts are made or updated, what is agreed stays."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from agenda.models import AgendaItem
from contest_portal.models import Signing
from contest_portal.plans.loading_rows import assign, check
from contest_portal.plans.plan_file import MEMORANDA, NESTED, PlanFile, Row
from events.models import Event
from sponsorship import services
from sponsorship.models import Memorandum, Sponsor


def load(plan_file: PlanFile, event: Event, left_alone: list[str]) -> Iterator[str]:
    """Make or update the memoranda; yield faults. What is no draft any more is left alone."""
    continued = _match(event, plan_file.memoranda)
    for index, (row, found) in enumerate(zip(plan_file.memoranda, continued, strict=True)):
        sponsor = Sponsor.objects.filter(event=event, name=row.get("sponsor", "")).first()
        if row.get("sponsor") and sponsor is None:
            yield f"{plan_file.location(MEMORANDA, index, 'sponsor')}: " + _(
                "there is no [[sponsors]] with this name."
            )
            continue
        if found is not None and not found.is_editable:
            left_alone.append(
                _("Memorandum “%(subject)s” is %(state)s and was left as it is.")
                % {"subject": found.subject, "state": found.get_status_display()}
            )
        else:
            memorandum = found or services.draft_memorandum(event=event, sponsor=sponsor)
            yield from _fill(plan_file, index, row, memorandum, sponsor)
            found = memorandum
        yield from _stage(plan_file, index, row, found)


def _match(event: Event, rows: list[Row]) -> list[Memorandum | None]:
    """Return the memorandum that each row continues: of the same sponsor, and then subject."""
    found: list[Memorandum | None] = [None] * len(rows)
    left = Memorandum.objects.in_force().filter(event=event)
    for exactly in (True, False):
        for index, row in enumerate(rows):
            name = row.get("sponsor")
            alike = left.filter(sponsor__name=name) if name else left.filter(sponsor=None)
            if exactly:
                alike = alike.filter(subject=row.get("subject", ""))
            if found[index] is None:
                taken = [memorandum.pk for memorandum in found if memorandum]
                found[index] = alike.exclude(pk__in=taken).first()
    return found


def _fill(
    plan_file: PlanFile, index: int, row: Row, memorandum: Memorandum, sponsor: Sponsor | None
) -> Iterator[str]:
    standard_place = memorandum.place
    assign(memorandum, row)
    memorandum.place = row.get("place", standard_place)
    memorandum.sponsor = sponsor
    wrong = list(check(plan_file, memorandum, MEMORANDA, index))
    yield from wrong
    if wrong:
        return
    memorandum.save()
    for name in row.keys() & NESTED[MEMORANDA].keys():
        yield from _rows(plan_file, index, name, row[name], memorandum)


def _rows(
    plan_file: PlanFile, index: int, name: str, rows: list[Row], memorandum: Memorandum
) -> Iterator[str]:
    """Make the rows of one nested list equal to the file."""
    model = NESTED[MEMORANDA][name]
    model._default_manager.filter(memorandum=memorandum).delete()
    for position, row in enumerate(rows, start=1):
        instance: Any = model(memorandum=memorandum)
        assign(instance, row)
        if hasattr(instance, "position") and name != "parties":
            instance.position = position
        wrong = list(
            check(plan_file, instance, f"{MEMORANDA}.{name}", position - 1, (MEMORANDA, index))
        )
        yield from (f"{plan_file.location(MEMORANDA, index)}: {sentence}" for sentence in wrong)
        if not wrong:
            instance.save()


def _stage(plan_file: PlanFile, index: int, row: Row, memorandum: Memorandum) -> Iterator[str]:
    """Let the memorandum be signed during the item of the programme that the row names."""
    if "agenda" not in row:
        return
    item = AgendaItem.objects.filter(
        event_id=memorandum.event_id,
        position=row["agenda"],
    ).first()
    if item is None:
        yield f"{plan_file.location(MEMORANDA, index, 'agenda')}: " + _(
            "there is no [[agenda]] with this number."
        )
        return
    signing = Signing.objects.filter(memorandum=memorandum).first() or Signing()
    if signing.item_id != item.pk:
        signing.item, signing.memorandum = item, memorandum
        last = Signing.objects.filter(item=item).aggregate(last=Max("position"))["last"]
        signing.position = (last or 0) + 1
        signing.save()
