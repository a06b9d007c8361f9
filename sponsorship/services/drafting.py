"""How a memorandum begins: from the standard text, or from the version before."""

from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from events.models import Event
from sponsorship import standard_text
from sponsorship.errors import NewerVersion, NotAllowed
from sponsorship.models import Memorandum, Sponsor
from sponsorship.services.transitions import lock

Status = Memorandum.Status
T = TypeVar("T", bound=Model)


@transaction.atomic
def draft_memorandum(
    *, event: Event, sponsor: Sponsor | None = None, subject: str = ""
) -> Memorandum:
    """Make a draft with the standard text, in which the organizers fill the blanks."""
    memorandum = Memorandum.objects.create(
        event=event,
        sponsor=sponsor,
        subject=subject or standard_text.subject(event),
        place=standard_text.place(event),
    )
    standard_text.fill(memorandum)
    return memorandum


@transaction.atomic
def new_version(memorandum: Memorandum) -> Memorandum:
    """Make a draft that is to replace a signed or ended memorandum, with all its text.

    Receipts and scans stay with the version that they belong to, but what has come counts for the
    same contribution of later versions too. Raises `NotAllowed`,
    `NewerVersion`.
    """
    current = lock(memorandum)
    if current.status not in (Status.SIGNED, Status.ENDED):
        raise NotAllowed(current.get_status_display())
    newer = current.newer_versions.exclude(status=Status.CANCELLED).first()
    if newer is not None:
        raise NewerVersion(newer.version)
    fresh = _copy(
        current,
        status=Status.DRAFT,
        version=current.newer_versions.count() + current.version + 1,
        replaces=current,
        signing_day=None,
        reason="",
    )
    for rows in ("parties", "bases", "articles"):
        for row in getattr(current, rows).all():
            _copy(row, memorandum=fresh)
    for contribution in current.contributions.prefetch_related("instalments"):
        copied = _copy(
            contribution, memorandum=fresh, origin_id=contribution.origin_id or contribution.pk
        )
        if contribution.comes_at_once:
            continue  # made again on agreement, of the amount as it is then
        for instalment in contribution.instalments.all():
            _copy(instalment, contribution=copied)
    return fresh


def _copy(row: T, **changes: object) -> T:
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not {field.name, field.attname} & changes.keys()
    }
    return type(row)._base_manager.create(**values, **changes)
